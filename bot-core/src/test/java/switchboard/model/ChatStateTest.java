package switchboard.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatStateTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final Session HOME = Session.fresh(Path.of("/work"), null, NOW);
    private static final Session ELSEWHERE = Session.fresh(Path.of("/other"), null, NOW);
    private static final Rule GIT = new Rule("Bash", "git status");

    private static final JsonNode NOTICE = TextNode.valueOf("a notice");
    private static final JsonNode LIVE = TextNode.valueOf("a live message");
    private static final ChatName ADA = new ChatName("Ada", null);

    private final ChatState fresh = ChatState.of(ChatId.of(7), HOME);
    private final ChatState topic = ChatState.of(new ChatId(-1001, 77), HOME);
    private final Prompt first = prompt("first");
    private final Prompt second = prompt("second");
    private final Prompt third = prompt("third");
    private final Prompt fourth = prompt("fourth");

    @Test
    void aNewChatIsAtRest() {
        assertThat(fresh.atRest()).isTrue();
        assertThat(fresh.queue().backlog()).isZero();
        assertThat(fresh.title()).isEqualTo("Chat 7");
        assertThat(fresh.receipts().lastActivity()).isEqualTo(NOW);
    }

    @Test
    void thePromptAcceptedAtRestIsInFlightAtOnce() {
        var state = fresh.accept(first);

        assertThat(state.current()).isEqualTo(CurrentTurn.of(first, HOME));
        assertThat(state.queue().inbox()).isEmpty();
        assertThat(state.queue().lastPrompt()).containsExactly(new Content.Text("first"));
        assertThat(state.queue().backlog()).isEqualTo(1);
        assertThat(state.atRest()).isFalse();
    }

    @Test
    void whatIsAskedMeanwhileWaitsInOrder() {
        var state = fresh.accept(first).accept(second).accept(third);

        assertThat(state.waiting()).containsExactly(second, third);
        assertThat(state.queue().aheadOf(first.id())).isZero();
        assertThat(state.queue().aheadOf(second.id())).isEqualTo(1);
        assertThat(state.queue().aheadOf(third.id())).isEqualTo(2);
        assertThat(state.queue().backlog()).isEqualTo(3);
        assertThat(state.begin(first.id(), LATER).queue().backlog()).isEqualTo(2);
    }

    @Test
    void whatTheFrontRemembersOfATurnIsKeptUntilItsAnswerIsDelivered() {
        var waiting = fresh.accept(first).accept(second).with(ChatState::memo, memo -> memo.with(second.id(), NOTICE));
        var begun = waiting.end(first.id(), Outcome.answered("done"), Cost.NONE, LATER);
        var ended = begun.end(second.id(), Outcome.answered("done"), Cost.NONE, LATER);

        assertThat(List.of(waiting, begun, ended))
                .allSatisfy(state -> assertThat(state.memo().turns()).containsOnly(Map.entry(second.id(), NOTICE)));
        assertThat(ended.with(ChatState::memo, memo -> memo.with(second.id(), LIVE))
                        .memo()
                        .turns())
                .containsOnly(Map.entry(second.id(), LIVE));
        assertThat(ended.with(ChatState::undelivered, answers -> answers.delivered(second.id()))
                        .memo())
                .isEqualTo(Memo.NONE);
    }

    @Test
    void whatTheFrontRemembersOfADroppedPromptIsForgotten() {
        var state = fresh.accept(first).accept(second).with(ChatState::memo, memo -> memo.with(second.id(), NOTICE));

        assertThat(state.with(ChatState::queue, queue -> queue.drop(second.id()))
                        .memo())
                .isEqualTo(Memo.NONE);
        assertThat(state.with(ChatState::memo, memo -> memo.with(second.id(), null))
                        .memo())
                .isEqualTo(Memo.NONE);
        assertThat(fresh.with(ChatState::memo, memo -> memo.with(second.id(), NOTICE))
                        .memo())
                .as("of a prompt that the chat does not have")
                .isEqualTo(Memo.NONE);
        assertThat(state.hold().memo()).as("of one on hold").isEqualTo(state.memo());
    }

    @Test
    void answersThatAreNotShownYetWaitForNobody() {
        var one = fresh.accept(first).accept(second).end(first.id(), Outcome.answered("1"), Cost.NONE, LATER);
        var two = one.end(second.id(), Outcome.answered("2"), Cost.NONE, LATER);

        assertThat(one.queue().backlog()).isEqualTo(1);
        assertThat(two.queue().backlog()).isZero();
    }

    @Test
    void whatTheFrontRemembersOfTheChatHoldsNoChatInMemory() {
        assertThat(fresh.with(ChatState::memo, memo -> memo.with(null, NOTICE)).atRest())
                .isTrue();
    }

    @Test
    void aCommandForClaudeIsNotWhatRetryAsksAgain() {
        var compact = new Prompt(TurnId.random(), "/compact", false, null, NOW);

        assertThat(fresh.accept(first).accept(compact).queue().lastPrompt()).isEqualTo(first.content());
    }

    @Test
    void beginningATurnUsesTheSessionAndNotesItsFirstWords() {
        var state = fresh.accept(first).begin(first.id(), LATER);

        assertThat(state.session().used()).isTrue();
        assertThat(state.session().at()).isEqualTo(LATER);
        assertThat(state.session().opening()).isEqualTo("first");
        assertThat(current(state).begun()).isTrue();
        assertThat(current(state).session()).as("the session as it was before").isEqualTo(HOME);
    }

    @Test
    void aCopyKnowsItsOriginUntilAPromptIsAnsweredThere() {
        var copy = HOME.usedAt(NOW).fork(null, "Copy", NOW);
        var moved = answered(fresh.accept(first).begin(first.id(), NOW), first).move(copy);
        var begun = moved.accept(second).begin(second.id(), LATER);

        assertThat(moved.session()).isEqualTo(copy);
        assertThat(moved.session().origin()).isEqualTo(new Origin(HOME.id(), null));
        assertThat(moved.past()).extracting(Session::id).containsExactly(HOME.id());
        assertThat(current(begun).session()).as("what the agent is told").isEqualTo(copy);
        var stopped = begun.end(second.id(), Outcome.cancelled(""), Cost.NONE, LATER);
        assertThat(stopped.session().origin())
                .as("the agent may not have begun")
                .isNotNull();
        var after = answered(stopped.accept(third).begin(third.id(), LATER), third);
        assertThat(after.session().origin()).isNull();
        assertThat(after.session().id()).isEqualTo(copy.id());
    }

    @Test
    void whatASessionBringsIsNotLostWhenItIsLeft() {
        var copy = HOME.usedAt(NOW).fork(new TurnId("p"), null, NOW);
        var left = fresh.move(copy).move(ELSEWHERE);

        assertThat(left.past()).containsExactly(copy);
        assertThat(ChatState.of(fresh.id(), copy).inherit(fresh)).isEqualTo(ChatState.of(fresh.id(), copy));
        assertThat(fresh.move(ELSEWHERE).past()).as("what is empty is no loss").isEmpty();
    }

    @Test
    void aCopyThatNeverBeganIsStillOne() {
        var copy = HOME.usedAt(NOW).fork(null, null, NOW);
        var begun = fresh.move(copy).accept(first).begin(first.id(), LATER);

        assertThat(begun.neverBegan(first.id()).session()).isEqualTo(copy);
        var elsewhere = begun.move(ELSEWHERE).with(ChatState::queue, queue -> queue.from(new SessionSwitch(ELSEWHERE)));
        assertThat(elsewhere.neverBegan(first.id()).past()).doesNotContain(copy.usedAt(LATER));
    }

    @Test
    void aCopyFollowsASessionThatContinuesUnderAnotherId() {
        var other = new SessionId("other");
        var copy = HOME.usedAt(NOW).fork(null, null, NOW);
        var state = fresh.accept(first).begin(first.id(), NOW).move(copy).renumbered(other);

        assertThat(state.queue().moves())
                .extracting(move -> move.to().origin())
                .containsExactly(new Origin(other, null));
        assertThat(answered(state, first).session().origin()).isEqualTo(new Origin(other, null));
    }

    @Test
    void aCopyIsOfWhatWillHaveBeenSaid() {
        var copy = HOME.usedAt(NOW).fork(new TurnId("p"), null, NOW);
        var there = fresh.move(copy);

        assertThat(there.copy("Again", LATER).origin())
                .as("nothing was said since")
                .isEqualTo(copy.origin());
        assertThat(there.accept(first).copy(null, LATER).origin()).isEqualTo(new Origin(copy.id(), null));
        assertThat(fresh.isSpokenIn()).isFalse();
        assertThat(there.isSpokenIn()).isTrue();
    }

    @Test
    void anotherAgentKnowsNothingOfWhatWasToBeCopied() {
        var copy = HOME.usedAt(NOW).fork(null, "Copy", NOW);
        var other = fresh.move(copy).accept(first).runBy(first.id(), "other", LATER);

        assertThat(other.session().origin()).isNull();
        assertThat(other.session().id()).isNotEqualTo(copy.id());
        assertThat(other.session().title()).isEqualTo("Copy");
    }

    private static ChatState answered(ChatState state, Prompt prompt) {
        return state.end(prompt.id(), Outcome.answered("done"), Cost.NONE, LATER);
    }

    @Test
    void anEndedTurnIsKeptUntilItIsDeliveredAndTheNextBegins() {
        var cost = new Cost(10, 2, 30, 400, 5000, 0.25);
        var state = fresh.accept(first).accept(second).end(first.id(), Outcome.answered("done"), cost, LATER);

        assertThat(state.answers())
                .containsExactly(new PendingAnswer(first.id(), Outcome.answered("done"), cost, "m-first", LATER));
        assertThat(current(state).prompt()).isEqualTo(second);
        assertThat(state.usage()).isEqualTo(Usage.NONE.plus(cost, LATER));
        assertThat(state.with(ChatState::undelivered, answers -> answers.delivered(first.id()))
                        .answers())
                .isEmpty();
    }

    @Test
    void aFailureIsKeptForStatusUntilATurnEndsWell() {
        var failed = fresh.accept(first).end(first.id(), Outcome.failed("", "No network."), Cost.NONE, NOW);
        var fine = failed.accept(second).end(second.id(), Outcome.answered("ok"), Cost.NONE, NOW);

        assertThat(failed.undelivered().lastError()).isEqualTo("No network.");
        assertThat(fine.undelivered().lastError()).isNull();
    }

    @Test
    void aTurnThatBrokeGoesOnInTheSameSessionOrANewOne() {
        var begun = fresh.accept(first).begin(first.id(), NOW);
        var renewed = HOME.renewed(LATER);
        var again = begun.again(first.id(), renewed);

        assertThat(current(again).attempt()).isEqualTo(1);
        assertThat(current(again).session()).as("where it starts").isEqualTo(renewed);
        assertThat(again.session().id()).isEqualTo(renewed.id());
        assertThat(again.session().used()).isTrue();
    }

    @Test
    void whatBelongsToAnotherTurnChangesNothing() {
        var state = fresh.accept(first);
        var other = second.id();

        assertThat(state.begin(other, LATER)).isSameAs(state);
        assertThat(state.again(other, ELSEWHERE)).isSameAs(state);
        assertThat(state.with(ChatState::memo, memo -> memo.with(other, NOTICE)))
                .isEqualTo(state);
        assertThat(state.end(other, Outcome.answered(""), Cost.NONE, LATER)).isSameAs(state);
        assertThat(state.hold()).as("nothing waits").isEqualTo(state);
        assertThat(state.with(ChatState::queue, queue -> queue.from(new SessionSwitch(ELSEWHERE))))
                .as("no move waits")
                .isSameAs(state);
        assertThat(state.with(ChatState::queue, queue -> queue.drop(other))).isEqualTo(state);
        assertThat(state.with(ChatState::queue, queue -> queue.dropAll())).isEqualTo(state);
        assertThat(state.with(ChatState::queue, queue -> queue.resume(Set.of(other))))
                .isEqualTo(state);
        assertThat(state.with(ChatState::undelivered, answers -> answers.delivered(other)))
                .isEqualTo(state);
    }

    @Test
    void aNewPromptRunsAloneAndWhatAStopHasPutOnHoldStaysOnHold() {
        var stopped = fresh.accept(first).accept(second).hold().end(first.id(), Outcome.cancelled(""), Cost.NONE, NOW);

        assertThat(stopped.current()).isNull();
        assertThat(stopped.onHold()).containsExactly(second);
        assertThat(stopped.atRest()).isFalse();
        assertThat(stopped.queue().backlog()).isEqualTo(1);
        var next = stopped.accept(third);
        assertThat(current(next).prompt()).isEqualTo(third);
        assertThat(next.onHold()).containsExactly(second);
        assertThat(next.queue().aheadOf(third.id())).isZero();
    }

    @Test
    void whatIsRunFromTheHoldComesLastAndInTheOrderAsked() {
        var held = fresh.accept(first).accept(second).accept(third).hold();

        var next = held.accept(fourth).with(ChatState::queue, queue -> queue.resume(Set.of(third.id(), second.id())));
        assertThat(next.waiting()).containsExactly(fourth, second, third);
        assertThat(next.held()).isEmpty();
        assertThat(held.accept(fourth)
                        .with(ChatState::queue, queue -> queue.resume(Set.of(third.id())))
                        .waiting())
                .containsExactly(fourth, third);
    }

    @Test
    void aSecondStopAddsToWhatIsOnHold() {
        var held = fresh.accept(first).accept(second).hold().accept(third).hold();

        assertThat(held.onHold()).containsExactly(second, third);
        assertThat(held.with(ChatState::queue, queue -> queue.resume(Set.of(second.id())))
                        .hold()
                        .onHold())
                .containsExactly(third, second);
    }

    @Test
    void whatWasSaidBeforeAStopAndComesAfterItIsPutOnHold() {
        var stopped = fresh.saw(List.of(9L), NOW).hold();

        var late = stopped.saw(List.of(7L), NOW)
                .accept(first)
                .saw(List.of(8L), NOW)
                .accept(second);
        assertThat(late.onHold()).containsExactly(first, second);
        var next = late.saw(List.of(10L), NOW).accept(third);
        assertThat(current(next).prompt())
                .as("what is said after it runs alone")
                .isEqualTo(third);
        assertThat(next.saw(List.of(6L), NOW).accept(fourth).onHold())
                .as("also what comes still later")
                .containsExactly(first, second, fourth);
        assertThat(current(stopped.accept(first)).prompt()).as("without an id").isEqualTo(first);
    }

    @Test
    void aButtonThatIsPressedAfterAStopLetsNothingThroughThatWasSaidBefore() {
        var pressed = fresh.saw(List.of(9L), NOW)
                .hold()
                .saw(List.of(10L), NOW)
                .with(ChatState::queue, queue -> queue.dropAll());

        assertThat(pressed.saw(List.of(8L), NOW).accept(first).onHold()).containsExactly(first);
    }

    @Test
    void aFreshSessionDropsWhatIsOnHoldAndTheStopStillHolds() {
        var state =
                fresh.accept(first).accept(second).saw(List.of(9L), NOW).hold().renew(null, NOW);

        assertThat(state.held()).isEmpty();
        assertThat(state.saw(List.of(8L), NOW).accept(third).onHold()).containsExactly(third);
    }

    @Test
    void aPromptOnHoldRunsWhereItWasAskedForAlsoAfterALaterMove() {
        var asked = fresh.accept(first).begin(first.id(), NOW).accept(second);
        var moved = asked.hold()
                .with(ChatState::queue, queue -> queue.stop(null))
                .endStopped(NOW)
                .move(ELSEWHERE);
        assertThat(moved.session()).isEqualTo(ELSEWHERE);

        var run = moved.with(ChatState::queue, queue -> queue.resume(Set.of(second.id())));
        assertThat(current(run).session().id()).isEqualTo(HOME.id());
        assertThat(current(run).session().used())
                .as("the turn that was stopped ran there")
                .isTrue();
        var done = run.begin(second.id(), LATER)
                .end(second.id(), Outcome.answered(""), new Cost(1, 0, 0, 50, 100, 2), LATER);
        assertThat(done.session()).as("the chat stays where it went").isEqualTo(ELSEWHERE);
        assertThat(done.past()).extracting(Session::id, Session::at).containsExactly(tuple(HOME.id(), LATER));
        assertThat(done.usage().usd()).isEqualTo(2);
        assertThat(done.usage().sessionUsd()).as("none of it was here").isZero();
        assertThat(done.usage().contextTokens()).isZero();
    }

    @Test
    void aPromptThatWaitedBehindAMoveIsOnHoldForWhereThatGoes() {
        var stopped = fresh.accept(first).move(ELSEWHERE).accept(second).hold();
        assertThat(stopped.held()).containsExactly(new Placed(second, ELSEWHERE));

        var ended = stopped.end(first.id(), Outcome.cancelled(""), Cost.NONE, NOW);
        assertThat(ended.session()).as("the move waits for nothing now").isEqualTo(ELSEWHERE);
        assertThat(current(ended.with(ChatState::queue, queue -> queue.resume(Set.of(second.id())))))
                .isEqualTo(CurrentTurn.of(second, ELSEWHERE));
    }

    @Test
    void aPromptOnHoldFollowsItsSessionToANewId() {
        var other = Session.fresh(Path.of("/home"), null, LATER);
        var lost = fresh.accept(first)
                .begin(first.id(), NOW)
                .accept(second)
                .accept(third)
                .hold()
                .again(first.id(), other);
        var ran = lost.end(first.id(), Outcome.answered(""), Cost.NONE, NOW).move(ELSEWHERE);
        assertThat(current(ran.with(ChatState::queue, queue -> queue.resume(Set.of(second.id()))))
                        .session()
                        .id())
                .isEqualTo(other.id());

        var reset = new SessionId("after-a-reset");
        var elsewhere = ran.with(ChatState::queue, queue -> queue.resume(Set.of(second.id())))
                .begin(second.id(), NOW)
                .renumbered(reset);
        assertThat(elsewhere.session()).isEqualTo(ELSEWHERE);
        assertThat(elsewhere.past()).extracting(Session::id).containsExactly(reset);
        assertThat(elsewhere.held()).extracting(each -> each.where().id()).containsExactly(reset);
        assertThat(current(elsewhere).session().id()).isEqualTo(reset);
    }

    @Test
    void aPromptThatNeverBeganElsewhereLeavesNoSessionBehind() {
        var held = fresh.accept(first).move(ELSEWHERE).accept(second).hold();
        var home = held.end(first.id(), Outcome.cancelled(""), Cost.NONE, NOW)
                .move(HOME)
                .with(ChatState::queue, queue -> queue.resume(Set.of(second.id())));

        var begun = home.begin(second.id(), NOW);
        assertThat(begun.past()).extracting(Session::id).containsExactly(ELSEWHERE.id());
        assertThat(begun.neverBegan(second.id()).past()).isEmpty();
    }

    @Test
    void idsThatBeginAgainAfterAStopHoldNothingBack() {
        var stopped = fresh.saw(List.of(900L), NOW).hold();

        var weekLater = stopped.saw(List.of(7L), NOW.plus(Duration.ofDays(7))).accept(first);
        assertThat(weekLater.receipts().stop()).isNull();
        assertThat(current(weekLater).prompt()).isEqualTo(first);
    }

    @Test
    void whatIsOnHoldIsDroppedByItselfOrWithTheQueue() {
        var held = fresh.accept(first).accept(second).accept(third).hold();

        assertThat(held.with(ChatState::queue, queue -> queue.drop(second.id())).onHold())
                .containsExactly(third);
        assertThat(held.with(ChatState::queue, queue -> queue.dropAll()).held()).isEmpty();
        assertThat(held.holds(second.id())).isTrue();
    }

    @Test
    void aMoveAtRestTakesEffectAtOnce() {
        assertThat(fresh.movesAtOnce()).isTrue();
        var used = fresh.accept(first).begin(first.id(), NOW).end(first.id(), Outcome.answered(""), Cost.NONE, NOW);
        var moved = used.move(ELSEWHERE);

        assertThat(moved.session()).isEqualTo(ELSEWHERE);
        assertThat(moved.past()).containsExactly(used.session());
    }

    @Test
    void aMoveWaitsForWhatWasAskedBeforeIt() {
        var state = fresh.accept(first).move(ELSEWHERE).accept(second);

        assertThat(state.session()).isEqualTo(HOME);
        var next = state.end(first.id(), Outcome.answered(""), Cost.NONE, NOW);
        assertThat(next.session()).isEqualTo(ELSEWHERE);
        assertThat(current(next)).isEqualTo(CurrentTurn.of(second, ELSEWHERE));
    }

    @Test
    void aMoveMadeNowDropsWhatWasAskedBeforeItAndHasNotBegun() {
        var state = fresh.accept(first)
                .accept(second)
                .move(ELSEWHERE)
                .accept(third)
                .with(ChatState::queue, queue -> queue.from(new SessionSwitch(ELSEWHERE)));

        assertThat(current(state).prompt()).isEqualTo(first);
        assertThat(state.holds(second.id())).isFalse();
        assertThat(state.holds(third.id())).isTrue();
        var held = fresh.accept(first)
                .accept(second)
                .hold()
                .accept(third)
                .move(ELSEWHERE)
                .with(ChatState::queue, queue -> queue.from(new SessionSwitch(ELSEWHERE)));
        assertThat(held.onHold()).as("what is on hold stays on hold").containsExactly(second);
    }

    @Test
    void aLaterMoveMadeNowTakesTheEarlierOnesAlongAndDropsOnlyPrompts() {
        var copy = HOME.usedAt(NOW).fork(null, null, NOW);
        var state = fresh.accept(first)
                .move(copy)
                .accept(second)
                .move(ELSEWHERE)
                .accept(third)
                .with(ChatState::queue, queue -> queue.from(new SessionSwitch(ELSEWHERE)))
                .end(first.id(), Outcome.answered(""), Cost.NONE, NOW);

        assertThat(state.holds(second.id())).isFalse();
        assertThat(current(state)).isEqualTo(CurrentTurn.of(third, ELSEWHERE));
        assertThat(state.past()).as("nothing that was made is lost").contains(copy);
    }

    @Test
    void aMoveLeadsToWhereItsSessionContinues() {
        var other = HOME.usedAt(NOW).fork(null, null, NOW);
        var begun = fresh.accept(first).begin(first.id(), NOW).move(other).move(HOME.usedAt(NOW));
        var lost = HOME.renewed(LATER);
        var state = begun.again(first.id(), lost).end(first.id(), Outcome.answered(""), Cost.NONE, LATER);

        assertThat(state.session().id()).isEqualTo(lost.id());
        assertThat(state.past()).extracting(Session::id).containsExactly(other.id());
    }

    @Test
    void aSessionNotSpokenInIsNotOfferedForResume() {
        assertThat(fresh.move(ELSEWHERE).past()).isEmpty();
    }

    @Test
    void aResumedSessionIsNoLongerAPastOne() {
        var state = fresh.accept(first)
                .begin(first.id(), NOW)
                .end(first.id(), Outcome.answered(""), Cost.NONE, NOW)
                .move(ELSEWHERE)
                .move(HOME.usedAt(NOW));

        assertThat(state.session().id()).isEqualTo(HOME.id());
        assertThat(state.past()).isEmpty();
    }

    @Test
    void onlyTheLatestPastSessionsAreKept() {
        var state = fresh;
        for (var i = 0; i < 3 * Sessions.MOST_PAST; i++) {
            state = state.move(Session.fresh(Path.of("/work"), "s" + i, NOW).usedAt(NOW));
        }

        assertThat(state.past()).hasSize(Sessions.MOST_PAST);
        assertThat(state.past().getFirst().title()).isEqualTo("s" + (3 * Sessions.MOST_PAST - 2));
    }

    @Test
    void aNewSessionKeepsTheDirectoryAndDropsWhatWaits() {
        var state = fresh.accept(first).begin(first.id(), NOW).accept(second).renew("Docs", LATER);

        assertThat(state.session().directory()).isEqualTo(HOME.directory());
        assertThat(state.session().used()).isFalse();
        assertThat(state.session().id()).isNotEqualTo(HOME.id());
        assertThat(state.title()).isEqualTo("Docs");
        assertThat(state.waiting()).isEmpty();
        assertThat(current(state).session())
                .as("the turn in flight is stopped by others")
                .isEqualTo(HOME);
        assertThat(state.past()).extracting(Session::id).containsExactly(HOME.id());
    }

    @Test
    void theTurnInFlightDoesNotTouchASessionEnteredMeanwhile() {
        var state = fresh.accept(first).renew(null, NOW).begin(first.id(), LATER);

        assertThat(state.session().used()).isFalse();
        assertThat(state.again(first.id(), HOME.renewed(LATER)).session()).isEqualTo(state.session());
    }

    @Test
    void aMessageIsTakenOnce() {
        var state = fresh.saw(List.of(5L), LATER);

        assertThat(state.receipts().seenOf(List.of(5L))).isNotEmpty();
        assertThat(state.receipts().seenOf(List.of(6L))).isEmpty();
        assertThat(state.receipts().lastActivity()).isEqualTo(LATER);
        assertThat(fresh.saw(List.of(), LATER).receipts().seen()).isEmpty();
    }

    @Test
    void onlyTheLatestMessagesAreRemembered() {
        var state = fresh;
        for (var i = 1L; i <= Receipts.MOST_SEEN + 10; i++) {
            state = state.saw(List.of(i), NOW);
        }

        assertThat(state.receipts().seen()).hasSize(Receipts.MOST_SEEN);
        assertThat(state.receipts().seenOf(List.of(10L))).isEmpty();
        assertThat(state.receipts().seenOf(List.of(11L))).isNotEmpty();
    }

    @Test
    void whatClaudeSaysUnaskedIsDeliveredToo() {
        var id = TurnId.random();
        var state = fresh.unasked(id, Outcome.answered("By the way"), Cost.NONE, NOW);

        assertThat(state.answers()).extracting(PendingAnswer::id).containsExactly(id);
        assertThat(state.current()).isNull();
        assertThat(state.usage().turns()).isEqualTo(1);
    }

    @Test
    void settingsBelongToTheChat() {
        var state = fresh.with(
                        ChatState::settings,
                        settings -> settings.withModel("opus").withEffort("high"))
                .with(
                        ChatState::settings,
                        settings -> settings.withMode(PermissionMode.PLAN).withRules(List.of(GIT)))
                .with(ChatState::settings, settings -> settings.withRules(List.of(GIT, new Rule("Read", null))))
                .renew(null, NOW);

        assertThat(state.settings())
                .isEqualTo(new Settings("opus", "high", PermissionMode.PLAN, List.of(GIT, new Rule("Read", null))));
        assertThat(state.settings().withoutRule(GIT).rules()).containsExactly(new Rule("Read", null));
        assertThat(GIT.text()).isEqualTo("Bash(git status)");
    }

    @Test
    void theSessionsTitleComesBeforeTheChats() {
        assertThat(fresh.with(ChatState::address, address -> address.told(ADA)).title())
                .isEqualTo("Ada");
        assertThat(fresh.with(ChatState::address, address -> address.told(ADA))
                        .with(ChatState::address, address -> address.told(null))
                        .title())
                .isEqualTo("Ada");
        assertThat(fresh.with(ChatState::address, address -> address.told(ADA))
                        .with(ChatState::sessions, sessions -> sessions.titled("Docs"))
                        .title())
                .isEqualTo("Docs");
        assertThat(fresh.with(ChatState::address, address -> address.told(ADA))
                        .with(ChatState::sessions, sessions -> sessions.titled("Docs"))
                        .chatName())
                .isEqualTo("Ada");
    }

    @Test
    void aTopicHasItsOwnNameWithTheChats() {
        assertThat(topic.title()).isEqualTo("Chat -1001 › Topic 77");
        assertThat(topic.with(ChatState::address, address -> address.told(new ChatName("Dev", null)))
                        .title())
                .isEqualTo("Dev › Topic 77");
        assertThat(topic.with(ChatState::address, address -> address.told(new ChatName("Dev", "Bugs")))
                        .title())
                .isEqualTo("Dev › Bugs");
        assertThat(topic.with(ChatState::address, address -> address.told(new ChatName("Dev", "Bugs")))
                        .with(ChatState::sessions, sessions -> sessions.titled("Docs"))
                        .chatName())
                .isEqualTo("Dev › Bugs");
    }

    @Test
    void aTopicKeepsItsNewNameThoughMessagesTellItsFirst() {
        var renamed = topic.with(ChatState::address, address -> address.told(new ChatName("Dev", "Bugs")))
                .with(ChatState::address, address -> address.topicNamed("Defects"));

        assertThat(renamed.title()).isEqualTo("Dev › Defects");
        assertThat(renamed.with(ChatState::address, address -> address.told(new ChatName("Dev", "Bugs"))))
                .isEqualTo(renamed);
        assertThat(renamed.with(ChatState::address, address -> address.told(new ChatName("Ops", null)))
                        .title())
                .isEqualTo("Ops › Defects");
    }

    @Test
    void aChatWhoseTopicsAreSwitchedOffIsNoLongerGeneral() {
        var general = fresh.with(ChatState::address, address -> address.told(new ChatName("Dev", "General")));

        assertThat(general.title()).isEqualTo("Dev › General");
        assertThat(general.with(ChatState::address, address -> address.told(new ChatName("Dev", null)))
                        .title())
                .isEqualTo("Dev");
    }

    @ParameterizedTest
    @CsvSource({
        "'Bugs\n\t and ideas', Dev › Bugs and ideas",
        "'a\u202eb\u0007', Dev › ab",
        "' \u202e', Dev › Topic 77",
        "'\u3164', Dev › Topic 77"
    })
    void aTopicsNameIsOneVisibleLine(String name, String shown) {
        assertThat(topic.with(ChatState::address, address -> address.told(new ChatName("Dev", name)))
                        .title())
                .isEqualTo(shown);
        assertThat(topic.with(ChatState::address, address -> address.told(new ChatName("Dev", null)))
                        .with(ChatState::address, address -> address.topicNamed(name))
                        .title())
                .isEqualTo(shown);
    }

    @Test
    void aNameIsBoundedBetweenCharacters() {
        var name = new ChatName("😀".repeat(1_000), "x".repeat(128));

        assertThat(name.chat()).isEqualTo("😀".repeat(127) + "…");
        assertThat(name.topic()).isEqualTo("x".repeat(128));
    }

    @Test
    void aNewSessionIdKeepsPlaceAndName() {
        var state = fresh.with(ChatState::sessions, sessions -> sessions.titled("Docs"))
                .renumbered(new SessionId("other"));

        assertThat(state.session().id().value()).isEqualTo("other");
        assertThat(state.session().used()).isTrue();
        assertThat(state.session().directory()).isEqualTo(HOME.directory());
        assertThat(state.title()).isEqualTo("Docs");
    }

    @Test
    void whatClaudeLooksAtCountsOnceInItsSessionWhereverTheChatGoesMeanwhile() {
        var shown = fresh.accept(first)
                .begin(first.id(), NOW)
                .with(ChatState::queue, queue -> queue.change(first.id(), running -> running.showing(9)))
                .again(first.id(), fresh.session())
                .with(ChatState::queue, queue -> queue.change(first.id(), running -> running.showing(9)))
                .move(ELSEWHERE)
                .end(first.id(), Outcome.failed("", "no network"), Cost.NONE, NOW);
        assertThat(shown.session().shown()).isZero();
        assertThat(shown.past()).extracting(Session::shown).containsExactly(9L);

        var back = ended(shown.move(shown.past().getFirst()).accept(second), second, 4);
        assertThat(back.session().shown()).isEqualTo(13);
        assertThat(back.renumbered(new SessionId("other")).session().shown())
                .as("its context is empty")
                .isZero();
        assertThat(back.renew(null, NOW).session().shown()).isZero();
    }

    @Test
    void aSessionThatTheChatIsToGoBackToIsTheOneThatItHasBecome() {
        var there = ended(fresh.accept(first), first, 9).move(ELSEWHERE);
        var held = there.with(ChatState::queue, queue -> queue.resume(Set.of())).accept(second);
        var home = held.past().getFirst();
        var asked = held.move(home).move(ELSEWHERE).accept(third).move(home);
        var between = ended(asked, second, 1);
        assertThat(between.session().isSame(ELSEWHERE)).isTrue();

        assertThat(ended(between, third, 5).past()).extracting(Session::shown).containsExactly(6L);
    }

    private static ChatState ended(ChatState state, Prompt prompt, long shown) {
        return state.begin(prompt.id(), NOW)
                .with(ChatState::queue, queue -> queue.change(prompt.id(), running -> running.showing(shown)))
                .end(prompt.id(), Outcome.answered(""), Cost.NONE, NOW);
    }

    @Test
    void aTurnForWhichClaudeNeverCameUpLeavesTheSessionUnused() {
        var begun = fresh.accept(first).begin(first.id(), NOW);
        assertThat(begun.session().used()).isTrue();
        var state = begun.neverBegan(first.id()).end(first.id(), Outcome.failed("", "no claude"), Cost.NONE, NOW);
        assertThat(state.session()).isEqualTo(fresh.session());

        var again = begun.again(first.id(), begun.session());
        assertThat(again.neverBegan(first.id())).isEqualTo(again);
    }

    @Test
    void aPromptMovesUpInItsChatAsOthersEnd() {
        var waiting = fresh.accept(first).accept(second);
        assertThat(waiting.hasMoved(second.id(), fresh)).isTrue();
        var third = prompt("three");
        var longer = waiting.accept(third);
        assertThat(longer.hasMoved(second.id(), waiting)).isFalse();
        var shorter = longer.end(first.id(), Outcome.answered(""), Cost.NONE, NOW);
        assertThat(shorter.hasMoved(third.id(), longer)).isTrue();
        assertThat(shorter.hasMoved(second.id(), longer))
                .as("it is told that it starts")
                .isFalse();
    }

    @Test
    void aChatUnderAnotherIdKeepsItsConversationButNoMessages() {
        var state = fresh.saw(List.of(5L), NOW)
                .accept(first)
                .with(ChatState::memo, memo -> memo.with(first.id(), LIVE))
                .accept(second);
        var moved = state.in(ChatId.of(-100));

        assertThat(moved.id()).isEqualTo(ChatId.of(-100));
        assertThat(moved.receipts().seen()).isEmpty();
        assertThat(current(moved).prompt()).isEqualTo(first.withoutMessage());
        assertThat(moved.memo()).as("the front knows what of it holds there").isEqualTo(state.memo());
        assertThat(moved.waiting()).containsExactly(second.withoutMessage());
    }

    @Test
    void whatIsOnHoldMovesWithoutItsMessagesToo() {
        var state = fresh.accept(first).move(ELSEWHERE).accept(second).hold();

        assertThat(state.in(ChatId.of(-100)).held()).containsExactly(new Placed(second.withoutMessage(), ELSEWHERE));
    }

    @Test
    void anAnswerThatMovesKnowsNoMessageOfTheOldChat() {
        var state = fresh.accept(first).begin(first.id(), NOW).end(first.id(), Outcome.answered("x"), Cost.NONE, NOW);
        var moved = state.in(ChatId.of(-100)).answers().getFirst();

        assertThat(moved.message()).isNull();
        assertThat(moved.outcome()).isEqualTo(Outcome.answered("x"));
    }

    @Test
    void anUnusedChatBecomesWhatItInherits() {
        var other = ChatState.of(ChatId.of(7), ELSEWHERE.usedAt(NOW)).accept(first);

        assertThat(fresh.inherit(other)).isEqualTo(other);
    }

    @Test
    void aLivedInChatKeepsTheInheritedSessionForResume() {
        var lived = fresh.accept(first).begin(first.id(), NOW);
        var other = ChatState.of(ChatId.of(7), ELSEWHERE.usedAt(NOW))
                .accept(second)
                .accept(third)
                .hold()
                .accept(fourth)
                .unasked(TurnId.random(), Outcome.answered("x"), Cost.NONE, NOW);
        var state = lived.inherit(other);

        assertThat(state.session()).isEqualTo(lived.session());
        assertThat(state.past()).containsExactly(other.session());
        assertThat(state.answers()).isEqualTo(other.answers());
        assertThat(state.placed())
                .as("the turn that ran there as well, where it ran")
                .containsExactly(new Placed(second, other.session()), new Placed(fourth, other.session()));
        assertThat(state.held()).containsExactly(new Placed(third, other.session()));
        assertThat(state.inherit(other)).as("told twice").isSameAs(state);
    }

    @Test
    void anInheritedEmptyChatChangesNothing() {
        var lived = fresh.accept(first).begin(first.id(), NOW);

        assertThat(lived.inherit(ChatState.of(ChatId.of(7), ELSEWHERE))).isSameAs(lived);
    }

    @Test
    void whatHadBegunElsewhereIsOnHoldInALivedInChat() {
        var lived = fresh.accept(first).begin(first.id(), NOW);
        var other = ChatState.of(ChatId.of(7), ELSEWHERE.usedAt(NOW))
                .accept(second)
                .accept(third)
                .begin(second.id(), NOW);

        var state = lived.inherit(other);

        assertThat(state.onHold()).containsExactly(second);
        assertThat(state.waiting()).containsExactly(third);
    }

    @Test
    void inheritingKeepsTheBoundOfPastSessions() {
        var past = IntStream.range(0, Sessions.MOST_PAST)
                .mapToObj(i -> Session.fresh(Path.of("/p"), "p" + i, NOW))
                .toList();
        var lived = fresh.accept(first).begin(first.id(), NOW);
        for (var session : past) {
            lived = lived.end(first.id(), Outcome.answered(""), Cost.NONE, NOW).move(session.usedAt(NOW));
        }
        var inherited = ChatState.of(ChatId.of(7), ELSEWHERE.usedAt(NOW));

        assertThat(lived.inherit(inherited).past()).hasSize(Sessions.MOST_PAST).startsWith(inherited.session());
    }

    private static Prompt prompt(String text) {
        return new Prompt(TurnId.random(), text, true, "m-" + text, NOW);
    }

    private static CurrentTurn current(ChatState state) {
        return Objects.requireNonNull(state.current(), "a turn in flight");
    }
}
