package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import switchboard.agent.AgentProtocol;
import switchboard.chat.ChatProtocol.Ended;
import switchboard.chat.ChatProtocol.Noticed;
import switchboard.chat.ChatProtocol.Replied;
import switchboard.model.ChatState;
import switchboard.model.Content.Attachment;
import switchboard.model.Prompt;
import switchboard.model.SessionId;

/** What becomes of the files that Claude got with a session's prompts: they are counted, and people hear of those it cannot look at. */
class FilesOfASessionTest extends ChatFixture {

    private static final long PDF = 9_000_000;
    private static final Attachment HEIC = new Attachment("ref", Attachment.Kind.FILE, "a.heic", null, null);

    @Test
    void filesAddUpWhileTheChatLeavesMemoryAndOverAKill() {
        look("hold one");
        passivate();
        look("hold two");
        killAndStart();
        look("hold three"); // waits for the end of the turn, which is told first

        assertThat(world.next(Replied.class).reply().text()).contains("27 MB");
    }

    @Test
    void aPromptThatIsSentAgainAfterAKillCountsOnceAndIsTalkedAboutOnce() {
        var prompt = world.submit("hold");
        world.running(prompt);
        given(prompt);
        assertThat(world.next(Noticed.class).text()).contains("`a.heic`");
        killAndStart();
        world.atWork(prompt);
        given(prompt);
        world.atWork(prompt).answer("done");

        assertThat(world.until(Ended.class::isInstance)).noneMatch(Noticed.class::isInstance);
        assertThat(shown()).isEqualTo(PDF);
    }

    @Test
    void whatAKillHasKeptFromPeopleIsSaidOnceThePromptIsSentAgain() {
        var prompt = world.submit("hold");
        world.running(prompt);
        killAndStart();
        world.atWork(prompt);
        given(prompt);

        assertThat(world.next(Noticed.class).text()).contains("`a.heic`");
    }

    @Test
    void whatIsToldOfATurnThatIsOverChangesNothing() {
        var prompt = world.submit("x");
        world.ended(prompt);
        given(prompt);
        world.ended(world.submit("y"));

        assertThat(shown()).isZero();
    }

    @Test
    void anEmptiedContextHasNoFilesAnyMore() {
        look("hold one");
        look("hold two");
        look("hold three");
        assertThat(world.next(Replied.class).reply().text()).contains("27 MB");

        world.deliver(new ChatInternal.FromAgent(new AgentProtocol.SessionReset(new SessionId("other"))));
        world.submit("next");
        assertThat(world.until(Ended.class::isInstance)).noneMatch(Replied.class::isInstance);
        assertThat(shown()).isZero();
    }

    private void passivate() {
        var chat = world.chat();
        world.time.timePasses(ChatWorld.PASSIVATION);
        world.kit.createTestProbe().expectTerminated(chat);
    }

    /** Runs a prompt whose file Claude looks at. */
    private void look(String text) {
        var prompt = world.submit(text);
        world.running(prompt);
        given(prompt);
        awaitStored(state -> Objects.requireNonNull(state.current()).shown() != null);
        world.atWork(prompt).answer("done");
        world.ended(prompt);
        world.delivered(prompt);
        awaitStored(state -> state.answers().isEmpty());
    }

    private void awaitStored(Predicate<ChatState> condition) {
        Awaitility.await().until(() -> condition.test(stored()));
    }

    private ChatState stored() {
        return Objects.requireNonNull(world.stored());
    }

    private void given(Prompt prompt) {
        world.deliver(
                new ChatInternal.FromAgent(new AgentProtocol.FilesGiven(prompt.id(), PDF, List.of(HEIC), List.of())));
    }

    private long shown() {
        return stored().session().shown();
    }
}
