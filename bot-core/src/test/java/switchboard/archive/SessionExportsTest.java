package switchboard.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.model.Secrets;
import switchboard.model.Session;
import switchboard.text.ExplainedException;

class SessionExportsTest {

    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
    private static final Session SESSION =
            Session.fresh(Path.of("/work"), null, NOW).usedAt(NOW);
    private static final Secrets SECRETS = Secrets.of(List.of("hunter2hunter2"));

    @Test
    void theNameTellsWhatIsInIt() {
        var exports = exports("x");

        assertThat(exports.name(SESSION.titled("Shop: the “new” one!"), NOW))
                .isEqualTo("session-shop-the-new-one-2026-11-30.zip");
        assertThat(exports.name(SESSION.opened("../../etc/passwd --rf"), NOW))
                .isEqualTo("session-etc-passwd-rf-2026-11-30.zip");
        assertThat(exports.name(SESSION.titled("🙂"), NOW))
                .isEqualTo("session-" + SESSION.id().brief() + "-2026-11-30.zip");
        assertThat(exports.name(SESSION.titled("ж".repeat(64)), NOW)).hasSizeLessThan(70);
        assertThat(exports.name(SESSION.titled("use hunter2hunter2"), NOW)).doesNotContain("hunter2");
    }

    @Test
    void noSecretIsInTheNamesThatItTells() throws IOException, ExplainedException {
        var bytes = new ByteArrayOutputStream();
        exports("one\n").write(SESSION.titled("hunter2hunter2").opened("say hunter2hunter2"), bytes);

        var facts = SessionArchive.read(() -> new ByteArrayInputStream(bytes.toByteArray()), "x")
                .facts();
        assertThat(facts.title()).isEqualTo("[redacted]");
        assertThat(facts.opening()).isEqualTo("say [redacted]");
        assertThat(facts.agent()).isEqualTo("claude");
    }

    @Test
    void aSessionInWhichNothingWasSaidIsNotWritten() {
        assertThatThrownBy(() -> exports("").write(SESSION, OutputStream.nullOutputStream()))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("Nothing was said in this session yet, so there is nothing to export.");
    }

    @Test
    void oneThatIsTooLongIsRefusedInOneSentence() {
        var endless = new SessionExports(new Fixed("x".repeat(1_000_000), 300), Secrets.NONE);

        assertThatThrownBy(() -> endless.write(SESSION, OutputStream.nullOutputStream()))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("This session has more than 128 MB");
    }

    private static SessionExports exports(String transcript) {
        return new SessionExports(new Fixed(transcript, 1), SECRETS);
    }

    /** Has said the same in each session, so many times. */
    private record Fixed(String said, int times) implements Transcripts {

        @Override
        public boolean write(Session session, OutputStream to) throws IOException {
            for (var time = 0; time < times; time++) {
                to.write(said.getBytes(StandardCharsets.UTF_8));
            }
            return !said.isEmpty();
        }

        @Override
        public void keep(Session session, InputStream content) {
            throw new UnsupportedOperationException();
        }
    }
}
