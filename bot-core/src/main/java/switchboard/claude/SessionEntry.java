package switchboard.claude;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.model.Origin;
import switchboard.model.Session;
import switchboard.model.SessionId;

/** How a process comes to its session: it begins it, resumes it, or begins it as a copy of another. */
sealed interface SessionEntry {

    /** The session begins with nothing. */
    record Begin(SessionId id) implements SessionEntry {}

    /** The session continues. */
    record Resume(SessionId id) implements SessionEntry {}

    /**
     * The session begins as a copy. Claude Code writes it with the first prompt, and refuses if the session that is copied or the
     * place in it is not there. All entries keep their uuids, and the copies of files that {@code rewind_files} needs are copied,
     * too; the session that is copied stays as it is, also while a process has it (2.1.330, tried out).
     *
     * @param upTo the last entry that is copied; null for all
     */
    record Copy(SessionId of, @Nullable String upTo, SessionId id) implements SessionEntry {}

    default List<String> arguments() {
        return switch (this) {
            case Begin begin -> List.of("--session-id=" + begin.id);
            case Resume resume -> List.of("--resume=" + resume.id);
            case Copy copy ->
                Stream.concat(
                                Stream.of("--resume=" + copy.of, "--fork-session", "--session-id=" + copy.id),
                                Stream.ofNullable(copy.upTo).map(last -> "--resume-session-at=" + last))
                        .toList();
        };
    }

    /** Without a look at the transcripts: a copy is one of all. */
    static SessionEntry of(Session session) {
        if (session.used()) {
            return new Resume(session.id());
        }
        var origin = session.origin();
        return origin == null ? new Begin(session.id()) : new Copy(origin.of(), null, session.id());
    }

    /**
     * Finds the place at which a session continues, or up to which another is copied. To be called while no process has the session;
     * blocks on files. A used session may have no transcript yet, because its first prompt was stopped before Claude Code had it; and
     * a kill may have left the beginning of a copy, which is deleted.
     */
    static SessionEntry find(Session session, Path configDirectory) throws IOException {
        var origin = session.origin();
        if (session.used() && (origin == null || isCopied(session.id(), origin.of(), configDirectory))) {
            TranscriptTip.name(session.id(), configDirectory);
            return new Resume(session.id());
        }
        return origin == null ? new Begin(session.id()) : copy(origin, session.id(), configDirectory);
    }

    private static SessionEntry copy(Origin origin, SessionId id, Path configDirectory) throws IOException {
        TranscriptTip.name(origin.of(), configDirectory);
        var before = origin.before();
        var until = origin.until();
        if (before == null && until == null) {
            return new Copy(origin.of(), null, id);
        }
        var entries = TranscriptEntries.read(origin.of(), configDirectory);
        if (before == null ? entries.isEmpty() : !entries.has(before.value())) {
            return new Copy(origin.of(), before == null ? null : before.value(), id); // which Claude Code refuses
        }
        var last = before == null
                ? entries.lastMessageUntil(Objects.requireNonNull(until))
                : entries.lastMessageBefore(before.value());
        return last.<SessionEntry>map(end -> new Copy(origin.of(), end, id)).orElseGet(() -> new Begin(id));
    }

    /** Whether Claude Code has made the copy: something was said there since. */
    private static boolean isCopied(SessionId id, SessionId of, Path configDirectory) throws IOException {
        var file = SessionTranscript.find(id, configDirectory);
        if (file.isEmpty()) {
            return false;
        }
        var copied = TranscriptEntries.read(of, configDirectory);
        if (copied.isEmpty() || copied.lacksSomeOf(TranscriptEntries.read(id, configDirectory))) {
            return true;
        }
        Files.delete(file.get());
        return false;
    }
}
