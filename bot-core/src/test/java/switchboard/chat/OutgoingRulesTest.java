package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import switchboard.agent.AgentProtocol;
import switchboard.budget.Spending;
import switchboard.command.Directories;
import switchboard.command.EngineFacts;
import switchboard.command.Provider;
import switchboard.command.SlashCommands;
import switchboard.files.Attachments;
import switchboard.files.FileLimits;
import switchboard.files.OutgoingCopy;
import switchboard.files.OutgoingFiles;
import switchboard.git.Git;
import switchboard.guard.ClosedPaths;
import switchboard.model.AgentFacts;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Cost;
import switchboard.model.FileReceipt;
import switchboard.model.OfferedFile;
import switchboard.model.Outcome;
import switchboard.model.OutgoingFile;
import switchboard.model.PermissionMode;
import switchboard.model.Prompt;
import switchboard.model.Secrets;
import switchboard.model.Session;
import switchboard.model.TurnId;
import switchboard.shell.Shell;

/** Files for the people of a chat: accepted, shown to the view, marked, confirmed; whatever becomes of the turn. */
class OutgoingRulesTest {

    private static final Instant NOW = Instant.EPOCH;
    private static final TurnId TURN = new TurnId("turn");
    private static final Path COPIES = Path.of("/files/.out/7");
    private static final ChatContext CONTEXT = new ChatContext(
            NOW,
            true,
            new EngineFacts(
                    new Directories(
                            Path.of("/work"),
                            Path.of("/home"),
                            List.of(Path.of("/work")),
                            any -> ClosedPaths.of(List.of(), Map.of())),
                    new AgentFacts("claude", "Claude Code", PermissionMode.DEFAULT, "default"),
                    Provider.UNKNOWN,
                    Duration.ofHours(1),
                    OutgoingFiles.none(),
                    new Git(Map.of(), any -> false, "test/"),
                    Secrets.NONE,
                    Spending.unlimited(),
                    Shell.none(),
                    new SlashCommands(List.of())),
            new Backlog(5),
            FileLimits.of(Optional.empty(), Attachments.none()),
            directory -> Optional.empty());

    private Situation here = running();
    private List<Effect> effects = List.of();

    private static Situation running() {
        var state = ChatState.of(ChatId.of(7), Session.fresh(Path.of("/work"), null, NOW))
                .accept(new Prompt(TURN, "draw a plot", true, "m1", NOW))
                .begin(TURN, NOW);
        return new Situation(
                state,
                new Work(new Work.Flying(TURN, false, true, state.current(), 0), null),
                Questions.NONE,
                new Departure.Staying());
    }

    @Test
    void anOfferedFileIsKeptAndShownAsAReplyToItsPrompt() {
        offer("r1");

        var file = file("abc");
        assertThat(here.state().undelivered().outgoing()).containsExactly(file);
        assertThat(file)
                .isEqualTo(new OutgoingFile(
                        "abc",
                        copy("r1"),
                        "plot.png",
                        "the plot",
                        5,
                        "m1",
                        new OutgoingFile.Call(TURN, "r1"),
                        false,
                        null));
        assertThat(shown()).containsExactly(new ChatProtocol.Sending(file));
        assertThat(here.isQuiet()).isFalse();
        assertThat(here.state().atRest()).isFalse();
    }

    @Test
    void theViewMaySendItOnceItIsStoredThatPeopleMayHaveIt() {
        offer("r1");
        var view = TestInbox.<ChatProtocol.MayUpload>create();

        on(new ChatProtocol.Uploading("abc", view.getRef()));

        assertThat(file("abc").begun()).isTrue();
        assertThat(effects).contains(new Effect.Answer<>(view.getRef(), new ChatProtocol.MayUpload("abc")));
        on(new ChatProtocol.Uploading("other", view.getRef()));
        assertThat(effects).isEmpty();
    }

    @Test
    void aConfirmedFileAnswersItsCallAndItsCopyGoes() {
        offer("r1");
        on(new ChatProtocol.Uploaded("abc", FileReceipt.sent("m5")));

        assertThat(here.state().undelivered().outgoing()).isEmpty();
        assertThat(effects)
                .contains(discarded("r1"), delivered("r1", new AgentProtocol.Sent("m5")))
                .noneMatch(Effect.Show.class::isInstance);
    }

    @Test
    void theSameFileOfATurnThatRunsAgainIsAnsweredAndNotSentAgain() {
        offer("r1");
        on(new ChatProtocol.Uploaded("abc", FileReceipt.sent("m5")));
        offer("r2");

        assertThat(here.state().undelivered().outgoing()).isEmpty();
        assertThat(shown()).isEmpty();
        assertThat(effects).containsExactly(delivered("r2", new AgentProtocol.Sent("m5")), discarded("r2"));
    }

    @Test
    void theSameFileThatIsOnItsWayIsSentOnceAndAnswersBothCalls() {
        offer("r1");
        offer("r2");
        assertThat(shown()).isEmpty();
        assertThat(effects).contains(discarded("r2"));
        assertThat(file("abc").copy()).isEqualTo(copy("r1"));
        on(new ChatProtocol.Uploaded("abc", FileReceipt.refused("Telegram is closed.")));

        assertThat(effects)
                .contains(
                        delivered("r1", new AgentProtocol.NotSent("Telegram is closed.")),
                        delivered("r2", new AgentProtocol.NotSent("Telegram is closed.")));
        assertThat(here.state().undelivered().file("abc")).isEmpty();
        assertThat(shown()).as("the agent knows it").isEmpty();
    }

    @Test
    void aRefusedFileOfferedAgainIsShownToTheViewAgain() {
        offer("r1");
        on(new ChatProtocol.Uploaded("abc", FileReceipt.refused("It is too large.")));
        assertThat(effects).contains(discarded("r1"));
        offer("r2");

        assertThat(shown()).containsExactly(new ChatProtocol.Sending(file("abc")));
        assertThat(file("abc").copy()).as("which no late discarding can hit").isEqualTo(copy("r2"));
    }

    @Test
    void aFileThatTakesLongStaysOnItsWayWhileTheAgentContinues() {
        offer("r1");
        overdue("r1");

        assertThat(effects).contains(delivered("r1", new AgentProtocol.OnItsWay()));
        assertThat(here.state().undelivered().outgoing())
                .extracting(OutgoingFile::key)
                .containsExactly("abc");
        on(new ChatProtocol.Uploaded("abc", FileReceipt.sent("m5")));
        assertThat(effects).contains(discarded("r1")).noneMatch(Effect.TellTurn.class::isInstance);
        overdue("r1");
        assertThat(effects).as("it is there").isEmpty();
    }

    @Test
    void whileAFileTakesLongNoOtherIsWaitedFor() {
        offer("r1");
        overdue("r1");
        offer("r2", "def");

        assertThat(effects).contains(delivered("r2", new AgentProtocol.OnItsWay()));
        assertThat(shown()).containsExactly(new ChatProtocol.Sending(file("def")));
        offer("r3");
        assertThat(effects)
                .as("the same once more")
                .containsExactly(discarded("r3"), delivered("r3", new AgentProtocol.OnItsWay()));
        on(new ChatProtocol.Uploaded("abc", FileReceipt.sent("m5")));
        on(new ChatProtocol.Uploaded("def", FileReceipt.sent("m6")));
        offer("r4", "ghi");
        assertThat(effects).noneMatch(Effect.TellTurn.class::isInstance);
    }

    @Test
    void aRefusalThatNoCallWaitsForIsTold() {
        offer("r1");
        overdue("r1");
        on(new ChatProtocol.Uploaded("abc", FileReceipt.refused("It is too large.")));

        assertThat(shown()).singleElement().isInstanceOf(ChatProtocol.Replied.class);
    }

    @Test
    void aRefusalWhileTheTurnIsBeingStoppedIsTold() {
        offer("r1");
        stop();
        on(new ChatProtocol.Uploaded("abc", FileReceipt.refused("It is too large.")));

        assertThat(shown()).singleElement().isInstanceOf(ChatProtocol.Replied.class);
    }

    @Test
    void aTurnThatClaudeBeganByItselfAndThatIsStoppedSendsNothingMore() {
        var own = new TurnId("own");
        here = here.with(here.work().adopt(own));
        offer(own, "r1", "abc");
        here = here.with(here.questions().stop(own));
        offer(own, "r2", "def");
        assertThat(effects).containsExactly(discarded("r2"));

        on(new ChatProtocol.Uploaded("abc", FileReceipt.refused("It is too large.")));
        assertThat(shown()).as("nobody else knows").singleElement().isInstanceOf(ChatProtocol.Replied.class);
    }

    @Test
    void aRefusalIsToldOnceNoneOfTheCallsWaits() {
        offer("r1");
        offer("r2");
        withdraw("r1");
        on(new ChatProtocol.Uploaded("abc", FileReceipt.refused("It is too large.")));
        assertThat(shown()).isEmpty();
        assertThat(effects).contains(delivered("r2", new AgentProtocol.NotSent("It is too large.")));

        offer("r3");
        withdraw("r3");
        assertThat(file("abc").isPending()).as("it is sent all the same").isTrue();
        on(new ChatProtocol.Uploaded("abc", FileReceipt.refused("It is too large.")));
        assertThat(shown()).singleElement().isInstanceOf(ChatProtocol.Replied.class);
        assertThat(effects).noneMatch(Effect.TellTurn.class::isInstance);
    }

    @Test
    void aRefusalAfterTheProcessOfTheTurnIsLostIsTold() {
        offer("r1");
        on(new ChatInternal.FromTurn(new TurnProtocol.Broke(
                TURN, new AgentProtocol.Broke(AgentProtocol.Cause.CRASHED, "", ""), "", List.of(), List.of())));
        on(new ChatProtocol.Uploaded("abc", FileReceipt.refused("It is too large.")));
        assertThat(shown()).singleElement().isInstanceOf(ChatProtocol.Replied.class);

        offer("r2");
        step(Conversation.open(here.state(), CONTEXT));
        on(new ChatProtocol.Uploaded("abc", FileReceipt.refused("It is too large.")));
        assertThat(shown()).singleElement().isInstanceOf(ChatProtocol.Replied.class);
    }

    @Test
    void theCopyOfAFileThatNobodySendsGoes() {
        offer("r1");
        stop();
        offer("r2");
        assertThat(effects).as("the same").containsExactly(discarded("r2"));
        offer("r3", "def");
        assertThat(effects).containsExactly(discarded("r3"));

        here = new Situation(here.state(), Work.NONE, Questions.NONE, new Departure.Staying());
        offer("r4", "ghi");
        assertThat(effects).as("its turn is over").containsExactly(discarded("r4"));
        assertThat(here.state().undelivered().outgoing()).hasSize(1);
    }

    @Test
    void whatWasSentIsForgottenWithTheTurn() {
        offer("r1");
        on(new ChatProtocol.Uploaded("abc", FileReceipt.sent("m5")));
        assertThat(here.state().undelivered().file("abc")).isPresent();

        var ended = here.state().end(TURN, Outcome.answered("Here it is."), Cost.NONE, NOW);

        assertThat(ended.undelivered().file("abc")).isEmpty();
    }

    @Test
    void aFileOutlivesItsTurnAndPeopleAreToldIfItCannotBeSent() {
        offer("r1");
        var ended = here.state().end(TURN, Outcome.answered("Here it is."), Cost.NONE, NOW);
        here = new Situation(ended, Work.NONE, Questions.NONE, new Departure.Staying());
        assertThat(ended.undelivered().outgoing()).hasSize(1);
        on(new ChatProtocol.Uploaded("abc", FileReceipt.refused("It is too large.")));

        assertThat(shown()).singleElement().isInstanceOfSatisfying(ChatProtocol.Replied.class, replied -> {
            assertThat(replied.reply().text()).contains("plot.png").contains("It is too large.");
            assertThat(replied.message()).isEqualTo("m1");
        });
    }

    @Test
    void aChatThatBeginsAnewShowsTheFilesThatAreOnTheirWay() {
        offer("r1");
        on(new ChatProtocol.Uploading(
                "abc", TestInbox.<ChatProtocol.MayUpload>create().getRef()));

        step(Conversation.open(here.state(), CONTEXT));

        assertThat(shown()).contains(new ChatProtocol.Sending(file("abc")));
        assertThat(file("abc").begun()).isTrue();
        step(Conversation.on(here, new ChatInternal.ViewRestarted(), CONTEXT));
        assertThat(shown()).contains(new ChatProtocol.Sending(file("abc")));
    }

    @Test
    void aCopyThatACommandMadeIsSentAndARefusalIsSaid() {
        copied(new OutgoingCopy.Made("k", Path.of("/files/.out/7/k"), "notes.md", 3));
        assertThat(shown())
                .containsExactly(new ChatProtocol.Sending(
                        OutgoingFile.asked("k", Path.of("/files/.out/7/k"), "notes.md", 3, "m9")));

        copied(new OutgoingCopy.Refused("It is closed."));
        assertThat(shown())
                .singleElement()
                .isInstanceOfSatisfying(
                        ChatProtocol.Replied.class,
                        replied -> assertThat(replied.reply().text()).isEqualTo("It is closed."));

        on(new ChatProtocol.Uploaded("k", FileReceipt.refused("No.")));
        assertThat(shown()).hasSize(1);
    }

    @Test
    void aCopyForAChatThatMovesGoesThere() {
        here = new Situation(
                here.state(),
                here.work(),
                Questions.NONE,
                new Departure.Moving(ChatId.of(-100), Optional.empty(), Departure.Moving.Stage.ENDING));
        var copied = new ChatInternal.Copied(new OutgoingCopy.Made("k", COPIES.resolve("k"), "notes.md", 3), null);
        on(copied);

        assertThat(effects).containsExactly(new Effect.Forward(ChatId.of(-100), copied));
    }

    @Test
    void filesOnTheirWayComeAlongToAChatThatInherits() {
        offer("r1");
        var other = ChatState.of(ChatId.of(-100), Session.fresh(Path.of("/work"), null, NOW))
                .accept(new Prompt(new TurnId("other"), "x", true, null, NOW));

        var inherited = other.inherit(here.state().in(ChatId.of(-100)));

        assertThat(inherited.undelivered().outgoing())
                .extracting(OutgoingFile::key, OutgoingFile::message)
                .containsExactly(tuple("abc", null));
    }

    @Test
    void tooManyFilesAtOnceAreRefused() {
        for (var each = 0; each < OutgoingRules.MOST; each++) {
            copied(new OutgoingCopy.Made("k" + each, COPIES.resolve("k" + each), "notes.md", 3));
        }
        offer("r1");

        assertThat(here.state().undelivered().outgoing()).hasSize(OutgoingRules.MOST);
        assertThat(effects).contains(discarded("r1")).hasSize(2);
    }

    private void offer(String request) {
        offer(request, "abc");
    }

    private void stop() {
        here = new Situation(
                here.state().with(ChatState::queue, queue -> queue.stop(TURN)),
                here.work(),
                here.questions(),
                here.departure());
    }

    private void overdue(String request) {
        on(new ChatInternal.FromTurn(new TurnProtocol.Overdue(TURN, request)));
    }

    private void offer(String request, String key) {
        offer(TURN, request, key);
    }

    private void offer(TurnId turn, String request, String key) {
        var file = new OfferedFile(key, copy(request), "plot.png", "the plot", 5, "00");
        on(new ChatInternal.FromTurn(
                new TurnProtocol.Offered(turn, new AgentProtocol.FileOffered(request, "toolu_1", file))));
    }

    private void withdraw(String request) {
        on(new ChatInternal.FromTurn(new TurnProtocol.Withdrawn(TURN, request)));
    }

    private static Path copy(String request) {
        return COPIES.resolve(request);
    }

    private static Effect discarded(String request) {
        return new Effect.DiscardCopy(copy(request));
    }

    private void copied(OutgoingCopy copy) {
        on(new ChatInternal.Copied(copy, "m9"));
    }

    private void on(ChatProtocol.Command command) {
        step(Conversation.on(here, command, CONTEXT));
    }

    private void step(Situation.Step step) {
        here = step.next();
        effects = step.effects();
    }

    private List<ChatProtocol.Event> shown() {
        return effects.stream()
                .flatMap(effect -> effect instanceof Effect.Show show ? Stream.of(show.event()) : Stream.of())
                .filter(event -> event instanceof ChatProtocol.Sending || event instanceof ChatProtocol.Replied)
                .toList();
    }

    private OutgoingFile file(String key) {
        return here.state().undelivered().file(key).orElseThrow();
    }

    private static Effect delivered(String request, AgentProtocol.Sending result) {
        return new Effect.TellTurn(TURN, new TurnProtocol.Delivered(new AgentProtocol.FileSent(request, result)));
    }
}
