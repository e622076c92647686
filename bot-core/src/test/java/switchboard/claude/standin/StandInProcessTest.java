package switchboard.claude.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import switchboard.claude.ClaudeProcess.Exit;

class StandInProcessTest {

    @Test
    void linesComeOnlyAgainstCredit() {
        var console = new Console();
        console.say("u", "hello");
        console.time.pass(Duration.ofMinutes(1));
        assertThat(console.lines).isEmpty();

        console.process.request(3);
        assertThat(console.lines).hasSize(3);
        console.process.request(1);
        assertThat(console.lines).hasSize(4);
    }

    @Test
    void aReaderThatIsSlowHoldsUpWhatIsSaid() {
        var console = new Console();
        console.say("u", "hello");
        console.process.request(10);
        console.time.pass(Duration.ofMinutes(1));
        console.process.request(Console.PLENTY);
        var atOnce = console.lines.size();
        console.time.pass(Duration.ofSeconds(1));

        assertThat(console.lines).hasSizeGreaterThan(atOnce + 10);
    }

    @Test
    void anEndWaitsUntilItsLinesHaveBeenRead() {
        var console = new Console();
        console.say("u", "hello");
        console.process.terminate();
        assertThat(console.exits).isEmpty();

        console.process.request(Console.PLENTY);
        assertThat(console.lines).isNotEmpty();
        assertThat(console.exits).containsExactly(new Exit(143, ""));
    }

    @Test
    void aKillEndsItAtOnce() {
        var console = new Console();
        console.say("u", "hello");
        console.process.kill();

        assertThat(console.lines).isEmpty();
        assertThat(console.exits).containsExactly(new Exit(137, ""));
    }

    @Test
    void aKillEndsWhatWasTerminatedAndIsNotRead() {
        var console = new Console();
        console.say("u", "hello");
        console.process.terminate();
        console.process.kill();

        assertThat(console.exits).containsExactly(new Exit(143, ""));
    }

    @Test
    void nothingComesAfterTheEnd() {
        var console = Console.greeted();
        console.say("u", "stream");
        console.process.terminate();
        var lines = console.lines.size();
        console.time.pass(Duration.ofMinutes(1));
        console.say("v", "hello");
        console.process.terminate();
        console.process.kill();

        assertThat(console.lines).hasSize(lines);
        assertThat(console.exits).containsExactly(new Exit(143, ""));
    }

    @Test
    void aLineThatIsNoJsonEndsIt() {
        var console = Console.greeted();
        console.process.write("{\"type\":");

        assertThat(console.exits).singleElement().extracting(Exit::code).isEqualTo(1);
    }
}
