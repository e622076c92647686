package switchboard.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.Session;
import switchboard.model.SessionImport;
import switchboard.text.ExplainedException;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * Takes over sessions from archives. Blocks; used by several threads.
 *
 * @param agent the id of the agent that they must be of
 */
public record SessionImports(Places places, Transcripts transcripts, String agent) {

    /** Where the files of chats lie. */
    @FunctionalInterface
    public interface Places {
        Path path(ChatId chat, Content.Attachment file);
    }

    /**
     * Takes over a session under its new id. May be repeated until the session is used.
     *
     * @throws ExplainedException if the file cannot be taken over; nothing of it is kept then
     */
    public Session take(ChatId chat, SessionImport wanted) throws IOException, ExplainedException {
        var file = places.path(chat, wanted.file());
        var name = Markdown.text(wanted.file().title());
        var archive = SessionArchive.read(() -> open(file), name);
        var facts = archive.facts();
        if (!facts.agent().equals(agent)) {
            throw new ExplainedException(
                    Texts.of("import.otherAgent", Markdown.code(facts.agent()), Markdown.code(agent)));
        }
        if (!Files.isDirectory(wanted.directory())) {
            throw new ExplainedException(Texts.of("import.folderGone", Markdown.code(wanted.directory())));
        }
        var session = Session.fresh(wanted.directory(), facts.title(), wanted.at())
                .numbered(wanted.session())
                .of(agent);
        archive.transcript(content -> transcripts.keep(session, content));
        return facts.opening() == null ? session : session.opened(facts.opening());
    }

    /** The chat's agent may write where the file lies, so no link is followed, and no pipe opened. */
    private static InputStream open(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(file.toString());
        }
        return Channels.newInputStream(
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    }
}
