package switchboard.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import switchboard.model.ChatId;
import switchboard.model.Content;

/** What tests use in place of a host's files keeps what every host's keep. */
class ScriptedAttachmentsTest extends AttachmentsContract {

    private final ScriptedAttachments files = new ScriptedAttachments();
    private final List<Content.Attachment> sent = new ArrayList<>();

    @Override
    protected Attachments attachments() {
        return files;
    }

    @Override
    protected Content.Attachment sent(ChatId chat, byte[] content) {
        var file = files.offer("a.png", content);
        sent.add(file);
        return file;
    }

    @Override
    protected Content.Attachment gone() {
        return files.lose(files.photo("b.png"), "It has expired.");
    }

    @Override
    protected Optional<Content.Attachment> unavailable() {
        return Optional.of(files.miss(files.photo("c.png"), "It is not there now."));
    }

    @Override
    protected Optional<Content.Attachment> refused() {
        return Optional.of(files.refuse(files.photo("d.png"), "It is too large."));
    }

    @Override
    protected void failNext() {
        files.failNext(1);
    }

    @Override
    protected void hangNext() {
        sent.forEach(files::hold);
    }
}
