package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.chat.ChatWorld.CHAT;
import static switchboard.chat.ChatWorld.prompt;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import switchboard.chat.ChatProtocol.Ended;
import switchboard.chat.ChatProtocol.Noticed;
import switchboard.chat.ChatProtocol.Started;
import switchboard.model.Activity;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Decision;
import switchboard.model.Memo;
import switchboard.model.Outcome;
import switchboard.model.People;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.Rule;
import switchboard.model.Session;
import switchboard.model.SessionId;
import switchboard.model.Settings;
import switchboard.model.TurnId;

class ChatRecoveryTest extends ChatFixture {

    private static final ChatId OTHER = ChatId.of(77);
    private static final String GO_ON = "CLAUDE_CODE_RESUME_INTERRUPTED_TURN";

    @Test
    void aTurnWhoseProcessCrashedGoesOnInTheSameSession() {
        var prompt = world.submit("hold");
        var first = world.running(prompt);
        first.say("half");
        first.crash();
        assertThat(world.next(Noticed.class).text()).contains("ended unexpectedly");
        var second = otherThan(first, prompt);
        second.answer("whole");

        assertThat(world.ended(prompt).answer().outcome()).isEqualTo(Outcome.answered("half\n\nwhole"));
        assertThat(second.has("--resume=" + sessionOf(first))).isTrue();
        assertThat(second.launch().environment()).containsEntry(GO_ON, "1");
        assertThat(first.launch().environment()).doesNotContainKey(GO_ON);
    }

    @Test
    void anUndoThatARestartHasInterruptedIsSaid() {
        var turn = new TurnId("0a1b2c3d-turn");
        world.store.put(ChatState.of(CHAT, Session.fresh(directory, null, Instant.EPOCH))
                .with(ChatState::changes, changes -> changes.puttingBack(turn)));
        var prompt = world.submit("x");

        var said = world.next(ChatProtocol.Replied.class).reply();
        assertThat(said.text()).startsWith("⚠️ I was restarted while I put files back");
        assertThat(said.buttons().getFirst().getFirst().command()).isEqualTo("/undo 0a1b2c3d");
        world.ended(prompt);
        assertThat(world.store.state(CHAT).orElseThrow().changes().puttingBack())
                .isNull();
    }

    @Test
    void aTurnIsGivenUpAfterThreeAttempts() {
        var prompt = world.submit("hold");
        crashThrice(prompt);

        var outcome = world.ended(prompt).answer().outcome();
        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.FAILED);
        assertThat(outcome.reason()).contains("ended unexpectedly", "/retry");
        assertThat(world.claude.processes()).hasSize(3);
        world.ended(world.submit("next"));
    }

    @Test
    void aLostSessionIsReplacedAndThePersonIsTold() {
        usedSession();
        world.claude.loseNextSession();
        var prompt = world.submit("x");

        assertThat(world.next(Noticed.class).text())
                .isEqualTo("Claude no longer has this conversation. Your message runs in a new one.");
        assertThat(world.ended(prompt).answer().outcome()).isEqualTo(Outcome.answered("Answer to x"));
        var process = world.claude.processes().getLast();
        var id = world.store.state(CHAT).orElseThrow().session().id();
        assertThat(process.has("--session-id=" + id)).isTrue();
        assertThat(id.value()).isNotEqualTo("old-session");
    }

    @Test
    void aCopyWhoseOriginIsGoneIsANewSessionAndThePersonIsTold() {
        var copy = Session.fresh(directory, null, Instant.EPOCH).fork(null, "Copy", Instant.EPOCH);
        world.store.put(ChatState.of(CHAT, copy));
        var prompt = world.submit("x");

        assertThat(world.next(Noticed.class).text())
                .isEqualTo("Claude no longer has the conversation that this one was copied from."
                        + " Your message runs in a new one.");
        assertThat(world.ended(prompt).answer().outcome()).isEqualTo(Outcome.answered("Answer to x"));
        var session = world.store.state(CHAT).orElseThrow().session();
        assertThat(session.origin()).isNull();
        assertThat(session.title()).isEqualTo("Copy");
        assertThat(world.claude.processes().getLast().has("--session-id=" + session.id()))
                .isTrue();
        assertThat(world.claude.processes().getLast().has("--fork-session")).isFalse();
    }

    @Test
    void aTurnInACopyContinuesThereAfterACrash() {
        world.ended(world.submit("x"));
        var source = world.store.state(CHAT).orElseThrow().session();
        var copy = source.fork(null, null, Instant.EPOCH);
        world.store.put(ChatState.of(OTHER, copy));
        var prompt = world.submit(OTHER, "hold");
        var first = world.running(prompt);
        assertThat(first.launch().command())
                .contains("--resume=" + source.id(), "--fork-session", "--session-id=" + copy.id());
        first.crash();
        var second = otherThan(first, prompt);

        assertThat(second.has("--resume=" + copy.id())).isTrue();
        assertThat(second.has("--fork-session")).isFalse();
    }

    @Test
    void aSessionLostWithItsFirstPromptHasLostNothing() {
        var prompt = world.submit("hold");
        var first = world.running(prompt);
        world.claude.loseNextSession();
        first.crash();
        world.next(Noticed.class);
        otherThan(first, prompt).answer("done");

        assertThat(world.until(Ended.class::isInstance)).noneMatch(Noticed.class::isInstance);
    }

    @Test
    void aTurnThatIsOverDoesNotGoOnForThePromptThatTheNextKillKeptFromClaude() {
        var given = world.submit("hold");
        crashThrice(given);
        world.ended(given);
        world.claude.failNextStart(137, "");
        var prompt = world.submit("x");

        world.ended(prompt);
        assertThat(world.claude.processes().getLast().launch().environment()).doesNotContainKey(GO_ON);
        assertThat(world.claude.revived()).isEmpty();
    }

    @Test
    void aSessionThatIsLostWithItsPromptIsNoAttempt() {
        var prompt = world.submit("hold");
        var first = world.running(prompt);
        first.crash();
        var second = otherThan(first, prompt);
        world.claude.loseNextSession();
        second.crash();
        otherThan(second, prompt).crash();

        assertThat(world.ended(prompt).answer().outcome().kind()).isEqualTo(Outcome.Kind.FAILED);
        assertThat(world.claude.processes())
                .as("three that broke, one that had lost its session")
                .hasSize(4);
    }

    @Test
    void aSessionIdThatHasATranscriptIsResumed() {
        world.claude.failNextStart(1, "Error: Session ID x is already in use.");
        var prompt = world.submit("x");

        assertThat(world.until(Ended.class::isInstance)).noneMatch(Noticed.class::isInstance);
        var id = world.store.state(CHAT).orElseThrow().session().id();
        assertThat(world.claude.processes().getLast().has("--resume=" + id)).isTrue();
        assertThat(prompt.text()).isEqualTo("x");
    }

    @Test
    void aProcessThatCannotStartFailsTheTurnWithTheReason() {
        world.claude.failNextStart(-1, "`claude` cannot be run. Install it.");
        var prompt = world.submit("x");

        assertThat(world.ended(prompt).answer().outcome())
                .isEqualTo(Outcome.failed("", "`claude` cannot be run. Install it."));
        assertThat(world.claude.processes()).hasSize(1);
    }

    @Test
    void aTurnThatWasKilledWithTheHostGoesOnUnderTheSameUuid() {
        usedSession();
        var prompt = world.submit("hold");
        var first = world.running(prompt);
        world.kill();
        world.restart();
        world.deliver(new ChatProtocol.Wake());

        var second = otherThan(first, prompt);
        assertThat(second.has("--resume=old-session")).isTrue();
        assertThat(second.launch().environment()).containsEntry(GO_ON, "1");
        second.answer("done");
        assertThat(world.next(Started.class)).as("before the kill").isEqualTo(new Started(prompt.id(), "m-hold"));
        assertThat(world.next(Started.class)).as("after it").isEqualTo(new Started(prompt.id(), "m-hold"));
        world.ended(prompt);
    }

    @Test
    void aPromptUnderWhichTheHostHasDiedThreeTimesInARowIsNotSentAgainUnasked() {
        var prompt = dyingThrice();
        var asked = (Question.Suspect) world.next(ChatProtocol.Asked.class).question();
        assertThat(asked.prompt()).isEqualTo("hold");
        assertThat(asked.times()).isEqualTo(3);
        assertThat(world.activity().phase()).isEqualTo(Activity.Phase.ASKING);

        dies();
        assertThat(world.next(ChatProtocol.Asked.class).question())
                .as("a host that has only asked has not died of it")
                .isEqualTo(asked);
        world.close();
        world.restart();
        world.deliver(new ChatProtocol.Wake());
        assertThat(world.next(ChatProtocol.Asked.class).question()).isEqualTo(asked);
        assertThat(processesAtWorkOn(prompt)).isEmpty();

        answer(asked, new Decision.Allow());
        world.atWork(prompt).say("half");
        dies();
        assertThat(((Question.Suspect) world.next(ChatProtocol.Asked.class).question()).times())
                .isEqualTo(4);

        world.crashView();
        var again = world.next(ChatProtocol.Asked.class).question();
        answer(again, new Decision.Deny(""));
        assertThat(world.ended(prompt).answer().outcome().kind()).isEqualTo(Outcome.Kind.CANCELLED);
        world.ended(world.submit("next"));
        assertThat(world.stored()).isNotNull().extracting(ChatState::current).isNull();
    }

    @Test
    void aPromptThatIsSuspectedToKillTheHostCanBeStopped() {
        var prompt = dyingThrice();
        world.next(ChatProtocol.Asked.class);
        world.invoke("stop");

        assertThat(world.ended(prompt).answer().outcome().kind()).isEqualTo(Outcome.Kind.CANCELLED);
        assertThat(processesAtWorkOn(prompt)).isEmpty();
    }

    @Test
    void aHostThatStopsInOrderHasNotDiedUnderAPrompt() {
        var prompt = world.submit("hold");
        var last = world.running(prompt);
        for (var time = 0; time < 6; time++) {
            if (time % 3 == 2) {
                world.close();
                world.restart();
                world.deliver(new ChatProtocol.Wake());
            } else {
                dies();
            }
            last = otherThan(last, prompt);
        }
        last.answer("done");

        assertThat(world.until(Ended.class::isInstance)).noneMatch(ChatProtocol.Asked.class::isInstance);
    }

    private Prompt dyingThrice() {
        var prompt = world.submit("hold");
        var process = world.running(prompt);
        dies();
        process = otherThan(process, prompt);
        dies();
        otherThan(process, prompt);
        dies();
        return prompt;
    }

    private Stream<FakeClaude.Child> processesAtWorkOn(Prompt prompt) {
        return world.claude.processes().stream()
                .filter(each -> each.turn().equals(prompt.id().value()));
    }

    private void dies() {
        world.kill();
        world.restart();
        world.deliver(new ChatProtocol.Wake());
    }

    private void answer(Question question, Decision decision) {
        var person = world.kit.createTestProbe(ChatProtocol.Settlement.class);
        world.deliver(new ChatProtocol.Answer(People.ADA, question.key(), decision, List.of(), person.ref()));
        assertThat(person.receiveMessage().taken()).isTrue();
    }

    @Test
    void aToolThatItsTranscriptDoesNotHaveIsAskedAboutAfterAKillOfTheHostToo() {
        var prompt = world.submit("hold");
        var process = world.running(prompt);
        process.call("t1", "make");
        process.crash();
        var asked = (Question.CutOff) world.next(ChatProtocol.Asked.class).question();
        assertThat(asked.tools()).hasSize(1);
        world.kill();
        world.restart();
        world.deliver(new ChatProtocol.Wake());

        assertThat(world.next(ChatProtocol.Asked.class).question()).isEqualTo(asked);
        assertThat(world.claude.processes()).hasSize(1);
    }

    @Test
    void aToolThatItsTranscriptDoesNotHaveIsAskedAboutAfterAStopOfTheHostToo() {
        var prompt = world.submit("hold");
        world.running(prompt).call("t1", "make");
        world.next(ChatProtocol.Progressed.class);
        world.close();
        world.restart();
        world.deliver(new ChatProtocol.Wake());

        assertThat(((Question.CutOff) world.next(ChatProtocol.Asked.class).question()).tools())
                .hasSize(1);
        assertThat(world.claude.processes())
                .filteredOn(each -> !each.prompts().isEmpty())
                .hasSize(1);
    }

    @Test
    void aTurnThatWasStoppedBeforeTheHostWasKilledDoesNotGoOn() {
        var stopped = world.submit("hold");
        world.running(stopped);
        world.kill();
        world.store.put(world.store.state(CHAT).orElseThrow().with(ChatState::queue, queue -> queue.stop(null)));
        world.restart();
        world.deliver(new ChatProtocol.Wake());

        assertThat(world.ended(stopped).answer().outcome()).isEqualTo(Outcome.cancelled(""));
        assertThat(world.claude.processes()).hasSize(1);
    }

    @Test
    void aStopThatTheKillCameBeforeStoringIsReadInTheTranscript() {
        var stopped = world.submit("hold");
        world.next(ChatProtocol.Started.class);
        var process = world.running(stopped);
        world.store.hold();
        world.deliver(new ChatProtocol.Invoke(People.ADA, "stop", "", "m", List.of(99L), null, world.receipts.ref()));
        Awaitility.await().until(process::isInterrupted);
        world.kill();
        world.store.lose();
        assertThat(world.store.state(CHAT).orElseThrow().current()).isNotNull().matches(current -> !current.stopped());
        world.restart();
        world.deliver(new ChatProtocol.Wake());

        assertThat(world.ended(stopped).answer().outcome()).isEqualTo(Outcome.cancelled(""));
        assertThat(world.claude.processes())
                .filteredOn(each -> !each.prompts().isEmpty())
                .hasSize(1);
    }

    @Test
    void whatWakesTheChatDoesNotBringBackATurnThatWasStopped() {
        var stopped = world.submit("hold");
        world.running(stopped);
        world.kill();
        world.store.put(world.store.state(CHAT).orElseThrow().with(ChatState::queue, queue -> queue.stop(null)));
        world.restart();
        var next = world.submit("next");

        assertThat(world.ended(stopped).answer().outcome()).isEqualTo(Outcome.cancelled(""));
        assertThat(world.ended(next).answer().outcome()).isEqualTo(Outcome.answered("Answer to next"));
    }

    @Test
    void aStopThatWakesTheChatStopsTheTurnThatWasCutOff() {
        var prompt = world.submit("hold");
        world.running(prompt);
        world.kill();
        world.restart();
        world.invoke("stop");

        assertThat(world.ended(prompt).answer().outcome().kind()).isEqualTo(Outcome.Kind.CANCELLED);
    }

    @Test
    void aPromptThatTheKilledHostHadBegunLeavesItsSessionUsedThoughClaudeCannotStart() {
        var prompt = world.submit("hold");
        var session = sessionOf(world.running(prompt));
        world.kill();
        world.claude.failNextStart(-1, "`claude` cannot be run. Install it.");
        world.restart();
        world.deliver(new ChatProtocol.Wake());
        assertThat(world.ended(prompt).answer().outcome().reason()).startsWith("`claude` cannot be run.");

        var next = world.submit("hold on");
        var process = world.running(next);
        assertThat(process.has("--resume=" + session)).isTrue();
        assertThat(process.launch().environment()).doesNotContainKey(GO_ON);
    }

    @Test
    void aPromptThatFoundItsSessionsIdInUseDoesNotMakeAnEarlierOneGoOn() {
        world.claude.failNextStart(1, "Error: Session ID x is already in use.");
        var prompt = world.submit("hold");

        Awaitility.await().until(() -> world.claude.processes().size() == 2);
        assertThat(world.running(prompt).launch().environment()).doesNotContainKey(GO_ON);
    }

    @Test
    void whatWaitedWhenTheHostWasKilledRunsInOrder() {
        var first = world.submit("hold");
        var process = world.running(first);
        var second = world.submit("second");
        var third = world.submit("third");
        world.kill();
        world.restart();
        world.deliver(new ChatProtocol.Wake());
        otherThan(process, first).answer("done");

        world.ended(first);
        world.ended(second);
        world.ended(third);
    }

    @Test
    void afterARestartAViewIsToldFirstWhatItWantedToFindAgain() {
        var first = world.submit("hold");
        var process = world.running(first);
        var second = world.submit("second");
        world.remember(null, "question-1");
        world.remember(second.id(), "notice-1");
        world.kill();
        world.restart();
        world.deliver(new ChatProtocol.Wake());

        var memo = new Memo(TextNode.valueOf("question-1"), Map.of(second.id(), TextNode.valueOf("notice-1")));
        assertThat(world.next(ChatProtocol.Remembered.class).memo())
                .as("before the kill")
                .isEqualTo(Memo.NONE);
        assertThat(world.next(ChatProtocol.Remembered.class).memo()).isEqualTo(memo);
        assertThat(world.next(ChatProtocol.Waiting.class))
                .isEqualTo(new ChatProtocol.Waiting(second.id(), "m-second", 1));
        otherThan(process, first).answer("done");
        world.ended(first);
        world.ended(second);
    }

    @Test
    void afterARestartAPersonIsToldWhatIsOnHold() {
        var prompt = world.submit("hold");
        world.running(prompt);
        world.submit("second");
        world.invoke("stop");
        world.ended(prompt);
        world.delivered(prompt);
        Awaitility.await()
                .until(() -> world.store.state(CHAT).orElseThrow().answers().isEmpty());
        world.kill();
        world.restart();
        world.deliver(new ChatProtocol.Wake());

        var told = world.next(ChatProtocol.Replied.class).reply();
        assertThat(told.text()).isEqualTo("1 message is on hold.");
        assertThat(told.buttons()).isNotEmpty();
    }

    @Test
    void anAnswerIsToldAfterEachRestartUntilItIsDelivered() {
        var prompt = world.submit("x");
        world.ended(prompt);
        world.kill();
        world.restart();
        world.deliver(new ChatProtocol.Wake());
        assertThat(world.ended(prompt).answer().outcome()).isEqualTo(Outcome.answered("Answer to x"));

        world.delivered(prompt);
        Awaitility.await().until(() -> world.store.state(CHAT).orElseThrow().atRest());
        world.kill();
        world.restart();
        world.ended(world.submit("y"));
    }

    @Test
    void aViewThatCrashedIsToldAgainWhatItHasNotConfirmed() {
        var prompt = world.submit("x");
        world.ended(prompt);
        world.crashView();
        assertThat(world.ended(prompt).answer().outcome()).isEqualTo(Outcome.answered("Answer to x"));

        var running = world.submit("hold");
        world.running(running);
        world.next(Started.class);
        world.crashView();
        assertThat(world.next(Started.class).turn()).isEqualTo(running.id());
    }

    @Test
    void aViewThatCrashedDoesNotBeginAnewAtOnce() {
        world.ended(world.submit("x"));
        world.crashViewNow();

        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !world.hasView());
    }

    @Test
    void aViewThatCrashedIsAskedAgainWhatIsOpen() {
        var prompt = world.submit("hold");
        world.running(prompt).askBash("q1", "git pull");
        var asked = world.next(ChatProtocol.Asked.class);
        world.crashView();
        assertThat(world.next(ChatProtocol.Asked.class)).isEqualTo(asked);
    }

    @Test
    void aTurnThatCrashedFailsOnceAndItsProcessStops() {
        var prompt = world.submit("hold");
        var process = world.running(prompt);
        world.next(Started.class);
        world.crashTurn();

        var outcome = world.ended(prompt).answer().outcome();
        assertThat(outcome).isEqualTo(Outcome.failed("", "Something went wrong inside the bot. /retry asks again."));
        Awaitility.await().until(() -> !process.requests("interrupt").isEmpty());
        var next = world.submit("next");
        assertThat(world.ended(next).answer().outcome()).isEqualTo(Outcome.answered("Answer to next"));
    }

    @Test
    void aTurnStoppedWhileItsProcessComesUpDoesNotRun() {
        usedSession();
        var prompt = world.submit("hold");
        var first = world.running(prompt);
        world.claude.mute();
        first.crash();
        world.next(Noticed.class);
        Awaitility.await().until(() -> world.claude.processes().size() == 2);
        world.invoke("stop");

        assertThat(world.ended(prompt).answer().outcome().kind()).isEqualTo(Outcome.Kind.CANCELLED);
        assertThat(world.claude.processes()).hasSize(2);
        assertThat(world.claude.processes().getLast().prompts()).isEmpty();
    }

    @Test
    void aChatKeepsABoundedNumberOfRulesAndSaysSo() {
        var many = IntStream.range(0, Settings.MOST_RULES)
                .mapToObj(each -> new Rule("Bash", "make " + each))
                .toList();
        world.store.put(ChatState.of(CHAT, Session.fresh(directory, null, Instant.EPOCH))
                .with(ChatState::settings, settings -> settings.withRules(many)));
        var prompt = world.submit("hold");
        world.running(prompt).askBash("q1", "git push");
        world.next(ChatProtocol.Asked.class);
        var person = world.kit.createTestProbe(ChatProtocol.Settlement.class);

        world.deliver(new ChatProtocol.Answer(People.ADA, "q1", new Decision.AllowAlways(), List.of(), person.ref()));

        assertThat(world.next(Noticed.class).text())
                .contains("already has 200 “always” rules", "Remove some with /rules.");
        world.running(prompt).answer("done");
        world.ended(prompt);
        assertThat(world.store.state(CHAT).orElseThrow().settings().rules()).isEqualTo(many);
    }

    @Test
    void aStoredDirectoryThatIsClosedByNowIsLeftAndNothingRunsThere() {
        var closed = directory.resolve("closed/7");
        var session =
                new Session(new SessionId("old"), Session.FIRST_AGENT, true, closed, null, null, Instant.EPOCH, 0);
        world.store.put(ChatState.of(CHAT, session).accept(new Prompt(TurnId.random(), "x", true, "m", Instant.EPOCH)));
        world.deliver(new ChatProtocol.Wake());

        assertThat(world.next(Noticed.class).text())
                .isEqualTo(closed + " is closed to chats, because private files are there. This chat continues in "
                        + directory + "; /resume has the old session.");
        assertThat(world.next(ChatProtocol.Ended.class).answer().outcome())
                .isEqualTo(Outcome.failed(
                        "",
                        closed + " is closed to chats, because private files are there. /cd to"
                                + " another folder, then /retry."));
        assertThat(world.claude.processes()).isEmpty();
    }

    @Test
    void aStoredDirectoryThatIsNotAllowedAnyMoreIsLeft() {
        var session = new Session(
                new SessionId("old"), Session.FIRST_AGENT, true, Path.of("/forbidden"), null, null, Instant.EPOCH, 0);
        world.store.put(ChatState.of(CHAT, session));
        var prompt = world.submit("x");

        assertThat(world.next(Noticed.class).text()).startsWith("/forbidden is not allowed any more");
        world.ended(prompt);
        var state = world.store.state(CHAT).orElseThrow();
        assertThat(state.session().directory()).isEqualTo(directory);
        assertThat(state.past()).containsExactly(session);
    }

    @Test
    void aSessionOfAnotherAgentIsLeftForANewOne() {
        var session = new Session(new SessionId("old"), "other", true, directory, "Tea", "hello", Instant.EPOCH, 0);
        world.store.put(ChatState.of(CHAT, session));
        var prompt = world.submit("x");

        assertThat(world.next(Noticed.class).text())
                .isEqualTo("This conversation was not with Claude Code. Your message runs in a new one.");
        world.ended(prompt);
        assertThat(world.claude.processes().getFirst().launch().command()).noneMatch(word -> word.contains("old"));
        var now = world.store.state(CHAT).orElseThrow().session();
        assertThat(now.id()).isNotEqualTo(session.id());
        assertThat(now.agent()).isEqualTo("claude");
        assertThat(now.title()).isEqualTo("Tea");
    }

    @Test
    void aTurnInADirectoryThatIsNotAllowedAnyMoreFails() {
        var session = new Session(
                new SessionId("old"), Session.FIRST_AGENT, true, Path.of("/forbidden"), null, null, Instant.EPOCH, 0);
        var prompt = prompt("x");
        world.store.put(ChatState.of(CHAT, session).accept(prompt));
        world.deliver(new ChatProtocol.Wake());

        assertThat(world.ended(prompt).answer().outcome().reason()).contains("/forbidden", "ALLOWED_PATHS");
        assertThat(world.claude.processes()).isEmpty();
    }

    @Test
    void whatWaitsInADirectoryThatIsNotAllowedAnyMoreRunsNowhereElse() {
        var session = new Session(
                new SessionId("old"), Session.FIRST_AGENT, true, Path.of("/forbidden"), null, null, Instant.EPOCH, 0);
        var flying = prompt("x");
        var waiting = prompt("y");
        world.store.put(ChatState.of(CHAT, session).accept(flying).accept(waiting));
        world.deliver(new ChatProtocol.Wake());

        assertThat(world.next(Noticed.class).text()).contains("/forbidden", directory.toString());
        assertThat(world.ended(flying).answer().outcome().reason()).contains("/forbidden");
        assertThat(world.ended(waiting).answer().outcome().reason()).contains("/forbidden");
        var next = world.submit("z");
        assertThat(world.ended(next).answer().outcome()).isEqualTo(Outcome.answered("Answer to z"));
        assertThat(world.claude.processes()).hasSize(1);
    }

    @Test
    void afterAStartThatFailedTheNextOneBeginsTheSession() {
        world.claude.failNextStart(1, "no such program");
        assertThat(world.ended(world.submit("x")).answer().outcome().reason()).contains("no such program");

        var prompt = world.submit("hold");
        assertThat(world.running(prompt).launch().command()).noneMatch(each -> each.startsWith("--resume"));
    }

    /** A chat in whose session something was said long ago. */
    private void usedSession() {
        var session = new Session(
                new SessionId("old-session"), Session.FIRST_AGENT, true, directory, null, "hello", Instant.EPOCH, 0);
        world.store.put(ChatState.of(CHAT, session));
    }

    private void crashThrice(Prompt prompt) {
        var first = world.running(prompt);
        first.crash();
        var second = otherThan(first, prompt);
        second.crash();
        otherThan(second, prompt).crash();
    }

    private FakeClaude.Child otherThan(FakeClaude.Child before, Prompt prompt) {
        Awaitility.await().until(() -> world.running(prompt) != before);
        return world.running(prompt);
    }

    private static String sessionOf(FakeClaude.Child process) {
        return process.launch().command().stream()
                .filter(each -> each.startsWith("--session-id="))
                .map(each -> each.substring(each.indexOf('=') + 1))
                .findFirst()
                .orElse(List.of().toString());
    }
}
