package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.chat.ChatWorld.CHAT;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import switchboard.chat.ChatProtocol.Ended;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.Outcome;
import switchboard.model.Session;
import switchboard.model.SessionId;

class HandoffTest extends ChatFixture {

    private static final String SUMMARY =
            "> Summary of an earlier session, which you continue. It was written for you:\n" + "> We make tea.";

    @Test
    void theNextSessionGetsTheSummaryBeforeItsFirstPromptAndNotAgain() {
        world.ended(world.submit("x"));
        world.invoke("handoff");
        var summary = world.next(Ended.class);
        world.ended(world.submit("y"));
        world.ended(world.submit("z"));

        assertThat(summary.answer().outcome().text()).contains("Answer to Your work here is handed over", "/resume");
        var process = world.claude.processes().getLast();
        assertThat(process.prompts().getFirst())
                .startsWith("> Summary of an earlier session")
                .endsWith("\n\ny");
        assertThat(process.prompts().getLast()).isEqualTo("z");
        assertThat(process.has("--session-id=" + state().session().id())).isTrue();
    }

    @Test
    void aSessionThatIsLostWithTheSummaryGetsItAgain() {
        briefed();
        world.claude.loseNextSession();
        var prompt = world.submit("x");

        assertThat(world.ended(prompt).answer().outcome())
                .isEqualTo(Outcome.answered("Answer to " + SUMMARY + "\n\nx"));
        assertThat(state().session().brief()).isNull();
    }

    @Test
    void aPromptThatIsStoppedLeavesTheSummaryToTheNext() {
        briefed();
        var prompt = world.submit("hold on");
        world.running(prompt);
        world.invoke("stop");
        world.ended(prompt);

        assertThat(world.ended(world.submit("x")).answer().outcome().text()).contains(SUMMARY);
    }

    @Test
    void aCommandOfClaudesOwnComesWithoutTheSummary() {
        briefed();
        world.store.put(ChatState.of(
                CHAT, world.store.state(CHAT).orElseThrow().session().usedAt(Instant.EPOCH)));
        world.invoke("compact");
        world.next(Ended.class);

        assertThat(world.claude.processes().getLast().prompts()).containsExactly("/compact");
        assertThat(state().session().brief()).isNotNull();
    }

    private void briefed() {
        world.store.put(ChatState.of(
                CHAT,
                new Session(
                        new SessionId("s1"),
                        Session.FIRST_AGENT,
                        false,
                        directory,
                        null,
                        null,
                        Instant.EPOCH,
                        0,
                        null,
                        "We make tea.")));
    }

    private ChatState state() {
        return world.store.state(CHAT).orElseThrow();
    }

    /** What is asked of the agent is more than the person has said. */
    @Test
    void whatIsHandedOverIsNotWhatThePersonAsked() {
        briefed();
        world.ended(world.submit("x"));

        assertThat(state().queue().lastPrompt()).containsExactly(new Content.Text("x"));
        assertThat(state().session().opening()).isEqualTo("x");
    }
}
