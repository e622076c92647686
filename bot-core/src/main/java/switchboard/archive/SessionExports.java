package switchboard.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import switchboard.model.Secrets;
import switchboard.model.Session;
import switchboard.text.ExplainedException;
import switchboard.text.HumanText;
import switchboard.text.Texts;

/**
 * Makes archives of sessions. Blocks; used by several threads.
 *
 * @param secrets are struck out of all that leaves
 */
public record SessionExports(Transcripts transcripts, Secrets secrets) {

    private static final int LONGEST_NAME = 40;

    /** The name of the archive, made from the session's. */
    public String name(Session session, Instant now) {
        var words = secrets.strike(session.label()).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-");
        var most = words.offsetByCodePoints(0, Math.min(LONGEST_NAME, words.codePointCount(0, words.length())));
        var name = words.substring(0, most).replaceAll("^-|-$", "");
        return "session-" + (name.isEmpty() ? session.id().brief() : name) + "-"
                + LocalDate.ofInstant(now, ZoneOffset.UTC) + ".zip";
    }

    /**
     * Writes the archive.
     *
     * @throws ExplainedException if nothing was said in the session, or too much for an archive
     */
    public void write(Session session, OutputStream to) throws IOException, ExplainedException {
        var facts = SessionFacts.of(session);
        var struck = new SessionFacts(
                facts.format(), facts.agent(), strike(facts.title()), strike(facts.opening()), facts.at());
        try {
            SessionArchive.write(
                    struck,
                    transcript -> {
                        if (!transcripts.write(session, transcript)) {
                            throw new ExplainedException(Texts.of("export.empty"));
                        }
                    },
                    to);
        } catch (Checksum.TooLargeException tooLarge) {
            throw new ExplainedException(
                    Texts.of("export.tooLarge", HumanText.bytes(SessionArchive.MOST_TRANSCRIPT)), tooLarge);
        }
    }

    private @Nullable String strike(@Nullable String name) {
        return name == null ? null : secrets.strike(name);
    }
}
