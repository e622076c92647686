package switchboard.chat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.files.ChatFiles;
import switchboard.model.Content;
import switchboard.model.Reply;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** What people are told of the files that an agent was given. Pure. */
final class FileNotices {

    private static final int MOST_NAMES = 5;
    private static final long MEGABYTE = 1_000_000;

    private FileNotices() {}

    static ChatProtocol.Noticed notShown(List<Content.Attachment> files) {
        var names = files.stream().limit(MOST_NAMES).map(file -> Markdown.code(ChatFiles.name(file)));
        var more = files.size() - MOST_NAMES;
        var all = Stream.concat(names, more > 0 ? Stream.of(Texts.of("list.more", more)) : Stream.of())
                .collect(Collectors.joining(", "));
        return new ChatProtocol.Noticed(Texts.of("files.notShown", all));
    }

    static ChatProtocol.Replied addUp(long bytes) {
        return new ChatProtocol.Replied(
                Reply.of(
                        Texts.of("files.addUp", bytes / MEGABYTE),
                        new Reply.Button(Texts.of("files.button.newSession"), "/new")),
                null);
    }
}
