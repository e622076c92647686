package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.agent.AgentProtocol.Broke;
import switchboard.agent.AgentProtocol.Cause;
import switchboard.claude.wire.Incoming;

class FailuresTest {

    private static final ActorRef<ClaudeConnection.Command> CONNECTION =
            TestInbox.<ClaudeConnection.Command>create().getRef();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1   | No conversation found with session ID: x                 | SESSION_LOST",
                "1   | No message found with message.uuid of: x                 | SESSION_LOST",
                "1   | Error: Invalid session ID. Must be a valid UUID.         | SESSION_LOST",
                "1   | Error: --resume requires a valid session ID or title     | SESSION_LOST",
                "1   | Error: Session ID x is already in use.                   | SESSION_IN_USE",
                "1   | error: unknown option '--nonsense'                       | CANNOT_START",
                "137 | ''                                                       | CRASHED",
                "0   | ''                                                       | CRASHED",
                "-1  | `claude` cannot be run.                                  | CANNOT_START",
            })
    void whyAProcessThatNeverAnsweredEndedIsToldByItsWords(int code, String stderr, Cause cause) {
        assertThat(broke(code, stderr, false, false, false).cause()).isEqualTo(cause);
    }

    @Test
    void aProcessThatHadAnsweredCrashed() {
        var broke = broke(139, "one\nSegmentation fault\n", true, false, false);

        assertThat(broke).isEqualTo(Failures.broke(Cause.CRASHED, "exit code 139, Segmentation fault"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node:internal/modules:1228\\n  throw err;\\n  ^\\n\\nError: Cannot find module '/x/cli.js'\\nRequire stack:\\n- a\\n"
                        + "    at Module.load (node:internal)\\n  code: 'MODULE_NOT_FOUND'\\n}\\n\\nNode.js v20.19.2"
                        + " | Error: Cannot find module '/x/cli.js'",
                "  ^\\nTypeError [ERR_X]: Bad thing\\n at y\\n\\nNode.js v22.1.0 | TypeError [ERR_X]: Bad thing",
                "error: unknown option '--nonsense'\\n(Did you mean --x?) | error: unknown option '--nonsense'",
                "warning: old\\nTraceback:\\n  File x\\nModuleNotFoundError: No module | ModuleNotFoundError: No module",
                "/usr/bin/env: 'node': No such file or directory | /usr/bin/env: 'node': No such file or directory",
                "Something is wrong\\n    at a (b.js:1)\\n\\nNode.js v20.0.0 | Something is wrong",
                "Segmentation fault | Segmentation fault",
            })
    void thePersonIsToldTheLineThatNamesTheError(String stderr, String line) {
        var said = stderr.replace("\\n", "\n");

        assertThat(broke(1, said, false, false, false).detail()).isEqualTo("Claude Code did not start: " + line);
        assertThat(broke(1, said, true, false, false).detail()).isEqualTo("exit code 1, " + line);
    }

    @Test
    void aLineThatIsAWholeProgramIsCut() {
        assertThat(broke(1, "x".repeat(100_000), true, false, false).detail()).hasSizeLessThan(400);
    }

    @Test
    void aHungProcessIsToldFromACrashedOne() {
        assertThat(broke(143, "", true, true, false).cause()).isEqualTo(Cause.HUNG);
    }

    @Test
    void aLostSessionIsKnownFromItsResultToo() {
        assertThat(Failures.isLost((Incoming.Result) Lines.read("result-lost"))).isTrue();
        assertThat(Failures.isLost((Incoming.Result) Lines.read("result-interrupted")))
                .isFalse();
        assertThat(broke(1, "", true, false, true).cause()).isEqualTo(Cause.SESSION_LOST);
    }

    @Test
    void everyCauseHasItsSentence() {
        for (var cause : Cause.values()) {
            assertThat(Failures.broke(cause, "A detail.").sentence()).endsWith(".");
        }
        assertThat(broke(1, "usage\nerror: unknown option\n", false, false, false)
                        .sentence())
                .isEqualTo("Claude Code did not start: error: unknown option");
    }

    @Test
    void thePersonIsToldHowToLogIn() {
        assertThat(Failures.sentence((Incoming.Result) Lines.read("result-not-logged-in")))
                .contains("not logged in", "/login", "/retry");
        assertThat(sentence(401, "Invalid API key · Fix external API key")).contains("/login");
    }

    @Test
    void aUsageLimitSaysWhenItEnds() {
        assertThat(Failures.sentence((Incoming.Result) Lines.read("result-limit")))
                .startsWith("You've hit your 5-hour limit · resets 3:56pm (UTC).");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "529 | API Error: 529 Overloaded                     | Claude is overloaded",
                "0   | API Error: Unable to connect to API           | Claude cannot be reached",
                "0   | API Error: Connection error.                  | Claude cannot be reached",
                "400 | Prompt is too long                            | That is longer than Claude's context",
                "404 | There's an issue with the selected model (x). | There is no model `x` for your account. /model picks another one, then /retry."
            })
    void anErrorOfTheApiIsSaidInOneSentence(int status, String said, String sentence) {
        assertThat(sentence(status, said)).startsWith(sentence);
    }

    @Test
    void aDiagnosticIsNotShown() {
        assertThat(Failures.sentence((Incoming.Result) Lines.read("result-interrupted")))
                .doesNotContain("ede_diagnostic")
                .contains("aborted_streaming");
        assertThat(Failures.sentence(result("", 0, List.of("[x]", "Reached maximum number of turns (1)"))))
                .isEqualTo("Reached maximum number of turns (1)");
    }

    private static Broke broke(int code, String stderr, boolean initialized, boolean hung, boolean lost) {
        var exit = new ClaudeProcess.Exit(code, stderr);
        return Failures.of(new ClaudeConnection.Closed(CONNECTION, exit, initialized, hung), lost);
    }

    private static String sentence(int status, String said) {
        return Failures.sentence(result(said, status, List.of()));
    }

    private static Incoming.Result result(String said, int status, List<String> errors) {
        return new Incoming.Result(true, "api_error", status, said, errors, List.of(), 0, 0, 0);
    }
}
