package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.claude.wire.Incoming;
import switchboard.model.FileState;

class OtherHandsTest {

    private static final Path A = Path.of("/srv/a.txt");
    private static final Path B = Path.of("/srv/b.txt");

    private Instant now = Instant.parse("2026-11-30T10:00:00Z");
    private final OtherHands hands = new OtherHands(() -> now);

    @Test
    void whatClaudeAloneChangesIsNobodyElses() {
        hands.found(file(A, "one"));
        edited("t1", file(A, "two"));
        hands.found(file(A, "two"));
        edited("t2", file(A, "three"));

        var noticed = hands.take(List.of(file(A, "three"), file(B, "unknown")));

        assertThat(noticed.changed()).isEmpty();
        assertThat(noticed.found()).extracting(FileState::digest).containsExactly("one");
    }

    @Test
    void aChangeBetweenTwoOfClaudesIsNoticed() {
        hands.found(file(A, "one"));
        edited("t1", file(A, "two"));
        minutesPass();
        hands.found(file(A, "two and mine"));
        edited("t2", file(A, "three and mine"));

        assertThat(hands.take(List.of(file(A, "three and mine"))).changed()).containsExactly(A);
    }

    @Test
    void aChangeAfterTheLastOfClaudesIsNoticed() {
        hands.found(FileState.missing(A));
        edited("t1", file(A, "one"));
        minutesPass();

        assertThat(hands.take(List.of(file(A, "one and mine"))).changed()).containsExactly(A);
    }

    @Test
    void whatWasWrittenWhileACommandRanMayBeItsWork() {
        edited("t1", file(A, "one"));
        minutesPass();
        begun("Bash", "t2", false);
        minutesPass();
        var formatted = file(A, "formatted");
        minutesPass();
        ended("t2");
        minutesPass();
        hands.found(formatted);
        edited("t3", file(A, "two"));

        assertThat(hands.take(List.of(file(A, "two"))).changed()).isEmpty();
    }

    @Test
    void whatWasWrittenBeforeOrAfterACommandIsNotItsWork() {
        edited("t1", file(A, "one"));
        edited("t2", file(B, "one"));
        minutesPass();
        var before = file(A, "mine");
        minutesPass();
        begun("Agent", "t3", false);
        minutesPass();
        ended("t3");
        minutesPass();

        assertThat(hands.take(List.of(before, file(B, "mine"))).changed()).containsExactly(A, B);
    }

    @Test
    void aCommandInTheBackgroundRunsOnAfterItsCall() {
        edited("t1", file(A, "one"));
        minutesPass();
        begun("Bash", "t2", true);
        ended("t2");
        minutesPass();

        assertThat(hands.take(List.of(file(A, "compiled"))).changed()).isEmpty();
    }

    @Test
    void aHookOfTheProjectMayFormatWhatClaudeHasJustWritten() {
        hands.left("t1", file(A, "one"));
        minutesPass();
        var formatted = file(A, "formatted");
        ended("t1");

        assertThat(hands.take(List.of(formatted)).changed()).isEmpty();
    }

    @Test
    void aToolThatOnlyReadsWritesNothing() {
        edited("t1", file(A, "one"));
        begun("Read", "t2", false);
        minutesPass();
        var mine = file(A, "mine");
        ended("t2");

        assertThat(hands.take(List.of(mine)).changed()).containsExactly(A);
    }

    @Test
    void aFileThatACommandHasWrittenFirstWasNotFoundLikeThat() {
        begun("Bash", "t1", false);
        var made = file(A, "made");
        ended("t1");
        minutesPass();
        hands.found(made);

        assertThat(hands.take(List.of()).found()).isEmpty();
    }

    @Test
    void aFileThatIsGoneLosesNothing() {
        edited("t1", file(A, "one"));
        hands.found(FileState.missing(A));

        assertThat(hands.take(List.of(FileState.missing(A))).changed()).isEmpty();
    }

    @Test
    void whatWasNoticedIsToldOnce() {
        hands.found(file(A, "one"));
        edited("t1", file(A, "two"));
        hands.take(List.of(file(A, "mine")));

        assertThat(hands.take(List.of(file(A, "other")))).isEqualTo(new OtherHands.Noticed(List.of(), List.of()));
    }

    @Test
    void itRemembersNoMoreThanSoMuch() {
        for (var i = 0; i < 2 * OtherHands.MOST_FILES; i++) {
            hands.found(file(Path.of("/srv/" + i), "one"));
            edited("t" + i, file(Path.of("/srv/" + i), "two"));
        }

        minutesPass();
        assertThat(hands.take(List.of(file(Path.of("/srv/0"), "mine"), file(Path.of("/srv/1999"), "mine")))
                        .changed())
                .containsExactly(Path.of("/srv/0"));
    }

    /** One of Claude's tools has changed a file, and its call has ended. */
    private void edited(String call, FileState left) {
        hands.left(call, left);
        ended(call);
    }

    private void begun(String tool, String call, boolean inBackground) {
        ObjectNode input = StreamJson.object().put("run_in_background", inBackground);
        hands.hear(new Incoming.Assistant(List.of(new Incoming.ToolUse(call, tool, input)), null, null, 0));
    }

    private void ended(String call) {
        hands.hear(new Incoming.ToolResults(List.of(new Incoming.ToolResult(call, false))));
    }

    private void minutesPass() {
        now = now.plusSeconds(300);
    }

    /** As it is if it was written just now. */
    private FileState file(Path path, String content) {
        return new FileState(path, content.length(), now, content);
    }
}
