package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import switchboard.chat.ChatProtocol.Ended;
import switchboard.chat.ChatProtocol.Progressed;
import switchboard.chat.ChatProtocol.Started;
import switchboard.model.ChatId;
import switchboard.model.Decision;
import switchboard.model.Outcome;
import switchboard.model.People;

/** Turns that Claude begins by itself. */
class SelfStartedTurnTest extends ChatFixture {

    @Test
    void whatClaudeSaysByItselfIsDelivered() {
        var prompt = world.submit("x");
        world.ended(prompt);
        var process = world.claude.processes().getFirst();
        process.begin();
        var started = world.next(Started.class);
        process.answer("By the way");

        var answer = world.next(Ended.class).answer();
        assertThat(answer.id()).isEqualTo(started.turn());
        assertThat(answer.outcome()).isEqualTo(Outcome.answered("By the way"));
        assertThat(world.stored()).isNotNull().matches(state -> state.answers().size() == 2);
    }

    @Test
    void aTurnThatClaudeBeganByItselfCanBeAnsweredAndStopped() {
        world.ended(world.submit("x"));
        var process = world.claude.processes().getFirst();
        process.begin();
        process.askBash("q1", "git pull");
        world.next(ChatProtocol.Asked.class);
        assertThat(answer("q1").taken()).isTrue();

        world.invoke("stop");
        assertThat(world.next(Ended.class).answer().outcome().kind()).isEqualTo(Outcome.Kind.CANCELLED);
    }

    @Test
    void aQuestionThatBelongsToNoTurnOpensOneWhichEndsWithoutAWord() {
        world.ended(world.submit("x"));
        var process = world.claude.processes().getFirst();
        process.askBash("q1", "git pull");
        var asked = world.next(ChatProtocol.Asked.class);
        assertThat(answer("q1").taken()).isTrue();
        process.rest();

        Awaitility.await().until(() -> world.activity().isIdle());
        assertThat(world.stored())
                .isNotNull()
                .matches(state ->
                        state.answers().stream().noneMatch(each -> each.id().equals(asked.turn())));
    }

    @Test
    void aTurnIsStoppedByNameWhileAnotherRuns() {
        world.ended(world.submit("x"));
        var process = world.claude.processes().getFirst();
        var other = world.submit(ChatId.of(8), "hold");
        world.running(other);
        process.begin();
        world.next(Started.class);
        var waiting = world.submit("waits for its permit");
        world.invoke("cancel", waiting.id().toString());

        var ended = world.next(Ended.class).answer();
        assertThat(ended.id()).isEqualTo(waiting.id());
        assertThat(ended.outcome().kind()).isEqualTo(Outcome.Kind.CANCELLED);
        assertThat(process.requests("interrupt")).isEmpty();
    }

    @Test
    void aPromptTakesThePlaceOfATurnThatClaudeBeganByItself() {
        world.ended(world.submit("x"));
        var process = world.claude.processes().getFirst();
        process.begin();
        process.say("By the way");
        world.next(Progressed.class);

        world.submit("y");
        var ends = List.of(world.next(Ended.class), world.next(Ended.class));
        assertThat(ends)
                .as("what it had said is delivered")
                .extracting(ended -> ended.answer().outcome().text())
                .containsExactlyInAnyOrder("By the way", "Answer to y");
    }

    @Test
    void anEndThatIsToldLateIsNotTakenForAnotherTurns() {
        var prompt = world.submit("x");
        var answer = world.ended(prompt).answer();
        var process = world.claude.processes().getFirst();
        process.begin();
        world.next(Started.class);
        world.chat()
                .tell(new ChatInternal.FromTurn(new TurnProtocol.Ended(prompt.id(), answer.outcome(), answer.cost())));
        process.answer("By the way");

        assertThat(world.next(Ended.class).answer().outcome()).isEqualTo(Outcome.answered("By the way"));
        assertThat(world.stored()).isNotNull().matches(state -> state.answers().size() == 2);
    }

    @Test
    void itFailsWhenItCrashesAndTheChatGoesOn() {
        world.ended(world.submit("x"));
        var process = world.claude.processes().getFirst();
        process.begin();
        world.next(Started.class);
        world.crashTurn();

        assertThat(world.next(Ended.class).answer().outcome().kind()).isEqualTo(Outcome.Kind.FAILED);
        Awaitility.await().until(() -> !process.requests("interrupt").isEmpty());
        world.ended(world.submit("next"));
    }

    private ChatProtocol.Settlement answer(String key) {
        var person = world.kit.createTestProbe(ChatProtocol.Settlement.class);
        world.deliver(new ChatProtocol.Answer(People.ADA, key, new Decision.Allow(), List.of(), person.ref()));
        return person.receiveMessage();
    }
}
