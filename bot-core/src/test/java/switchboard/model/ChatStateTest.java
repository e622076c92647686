package switchboard.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChatStateTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final Session HOME = Session.fresh(Path.of("/work"), null, NOW);
    private static final Session ELSEWHERE = Session.fresh(Path.of("/other"), null, NOW);
    private static final Rule GIT = new Rule("Bash", "git status");

    private final ChatState fresh = ChatState.of(ChatId.of(7), HOME);
    private final Prompt first = prompt("first");
    private final Prompt second = prompt("second");
    private final Prompt third = prompt("third");

    @Test
    void aNewChatIsAtRest() {
        assertThat(fresh.atRest()).isTrue();
        assertThat(fresh.backlog()).isZero();
        assertThat(fresh.title()).isEqualTo("Chat 7");
        assertThat(fresh.lastActivity()).isEqualTo(NOW);
    }

    @Test
    void thePromptAcceptedAtRestIsInFlightAtOnce() {
        var state = fresh.accept(first);

        assertThat(state.flight()).isEqualTo(Flight.of(first, HOME));
        assertThat(state.inbox()).isEmpty();
        assertThat(state.lastPrompt()).isEqualTo("first");
        assertThat(state.backlog()).isEqualTo(1);
        assertThat(state.atRest()).isFalse();
    }

    @Test
    void whatIsAskedMeanwhileWaitsInOrder() {
        var state = fresh.accept(first).accept(second).accept(third);

        assertThat(state.waiting()).containsExactly(second, third);
        assertThat(state.aheadOf(first.id())).isZero();
        assertThat(state.aheadOf(second.id())).isEqualTo(1);
        assertThat(state.aheadOf(third.id())).isEqualTo(2);
        assertThat(state.backlog()).isEqualTo(3);
        assertThat(state.begin(first.id(), LATER).backlog()).isEqualTo(2);
    }

    @Test
    void theNoticeOfAPromptBecomesTheLiveMessageOfItsTurn() {
        var state = fresh.accept(first).accept(second).showLive(second.id(), "notice");
        assertThat(state.notices()).containsOnly(Map.entry(second.id(), "notice"));

        var next = state.end(first.id(), Outcome.answered("done"), Cost.NONE, LATER);
        assertThat(Objects.requireNonNull(next.flight()).live()).isEqualTo("notice");
        assertThat(next.notices()).isEmpty();
    }

    @Test
    void aLiveMessageThatComesAfterTheEndBecomesTheAnswersFirstPartAllTheSame() {
        var state = fresh.accept(first).end(first.id(), Outcome.answered("done"), Cost.NONE, LATER);

        assertThat(state.showLive(first.id(), "late").deliveries())
                .singleElement()
                .extracting(Delivery::live)
                .isEqualTo("late");
    }

    @Test
    void theNoticeOfADroppedPromptIsForgotten() {
        var state = fresh.accept(first).accept(second).showLive(second.id(), "notice");

        assertThat(state.drop(second.id()).notices()).isEmpty();
        assertThat(state.showLive(second.id(), null).notices()).isEmpty();
        assertThat(fresh.showLive(second.id(), "nobody's").notices()).isEmpty();
    }

    @Test
    void answersThatCannotBeShownCountAgainstWhatMayWait() {
        var one = fresh.accept(first).accept(second).end(first.id(), Outcome.answered("1"), Cost.NONE, LATER);
        var two = one.end(second.id(), Outcome.answered("2"), Cost.NONE, LATER);

        assertThat(one.load()).isEqualTo(1);
        assertThat(two.load()).isEqualTo(1);
        assertThat(two.delivered(first.id()).load()).isZero();
    }

    @Test
    void whatStandsOpenHoldsNoChatInMemory() {
        assertThat(fresh.showOpen(List.of("m1")).atRest()).isTrue();
    }

    @Test
    void aCommandForClaudeIsNotWhatRetryAsksAgain() {
        var compact = new Prompt(TurnId.random(), "/compact", false, null, NOW);

        assertThat(fresh.accept(first).accept(compact).lastPrompt()).isEqualTo("first");
    }

    @Test
    void beginningATurnUsesTheSessionAndNotesItsFirstWords() {
        var state = fresh.accept(first).begin(first.id(), LATER);

        assertThat(state.session().used()).isTrue();
        assertThat(state.session().at()).isEqualTo(LATER);
        assertThat(state.session().opening()).isEqualTo("first");
        assertThat(flight(state).begun()).isTrue();
        assertThat(flight(state).session()).as("the session as it was before").isEqualTo(HOME);
    }

    @Test
    void aLiveMessageThatComesWhenItsTurnHasEndedIsKeptForTheAnswer() {
        var state = fresh.accept(first)
                .begin(first.id(), NOW)
                .end(first.id(), Outcome.answered("done"), Cost.NONE, LATER)
                .showLive(first.id(), "live-1");

        assertThat(state.deliveries()).extracting(Delivery::live).containsExactly("live-1");
        var delivered = state.delivered(first.id());
        assertThat(delivered.showLive(first.id(), "live-1")).isSameAs(delivered);
    }

    @Test
    void anEndedTurnIsKeptUntilItIsDeliveredAndTheNextBegins() {
        var cost = new Cost(10, 2, 30, 400, 5000, 0.25);
        var state = fresh.accept(first)
                .accept(second)
                .showLive(first.id(), "live-1")
                .end(first.id(), Outcome.answered("done"), cost, LATER);

        assertThat(state.deliveries())
                .containsExactly(new Delivery(
                        first.id(), Outcome.answered("done"), cost, "m-first", "live-1", List.of(), LATER));
        assertThat(flight(state).prompt()).isEqualTo(second);
        assertThat(state.usage()).isEqualTo(Usage.NONE.plus(cost, LATER));
        assertThat(state.delivered(first.id()).deliveries()).isEmpty();
    }

    @Test
    void aFailureIsKeptForStatusUntilATurnEndsWell() {
        var failed = fresh.accept(first).end(first.id(), Outcome.failed("", "No network."), Cost.NONE, NOW);
        var fine = failed.accept(second).end(second.id(), Outcome.answered("ok"), Cost.NONE, NOW);

        assertThat(failed.lastError()).isEqualTo("No network.");
        assertThat(fine.lastError()).isNull();
    }

    @Test
    void partsOfAnAnswerAreNoted() {
        var state = fresh.accept(first)
                .end(first.id(), Outcome.answered("long"), Cost.NONE, NOW)
                .part(first.id(), 0, "m1")
                .part(first.id(), 2, Delivery.SENDING);

        assertThat(state.deliveries().getFirst().parts()).containsExactly("m1", Delivery.SENDING, Delivery.SENDING);
    }

    @Test
    void aTurnThatBrokeGoesOnInTheSameSessionOrANewOne() {
        var begun = fresh.accept(first).begin(first.id(), NOW);
        var renewed = HOME.renewed(LATER);
        var again = begun.again(first.id(), renewed);

        assertThat(flight(again).attempt()).isEqualTo(1);
        assertThat(flight(again).session()).as("where it starts").isEqualTo(renewed);
        assertThat(again.session().id()).isEqualTo(renewed.id());
        assertThat(again.session().used()).isTrue();
    }

    @Test
    void whatBelongsToAnotherTurnChangesNothing() {
        var state = fresh.accept(first);
        var other = second.id();

        assertThat(state.begin(other, LATER)).isSameAs(state);
        assertThat(state.again(other, ELSEWHERE)).isSameAs(state);
        assertThat(state.showLive(other, "x")).isSameAs(state);
        assertThat(state.end(other, Outcome.answered(""), Cost.NONE, LATER)).isSameAs(state);
        assertThat(state.hold()).as("nothing waits").isEqualTo(state);
        assertThat(state.moveNow()).as("no move waits").isSameAs(state);
        assertThat(state.drop(other)).isEqualTo(state);
        assertThat(state.dropAll()).isEqualTo(state);
        assertThat(state.goOn()).isEqualTo(state);
        assertThat(state.delivered(other)).isEqualTo(state);
        assertThat(state.part(other, 0, "x")).isEqualTo(state);
    }

    @Test
    void aPauseHoldsBackWhatWaitsUntilSomeoneGoesOn() {
        var stopped = fresh.accept(first).accept(second).hold().end(first.id(), Outcome.cancelled(""), Cost.NONE, NOW);

        assertThat(stopped.flight()).isNull();
        assertThat(stopped.paused()).isTrue();
        assertThat(flight(stopped.goOn()).prompt()).isEqualTo(second);
        assertThat(flight(stopped.accept(third)).prompt())
                .as("a new prompt ends the pause")
                .isEqualTo(second);
    }

    @Test
    void whatWasSaidBeforeAStopAndComesAfterItIsHeldBack() {
        var stopped = fresh.saw(List.of(9L), NOW).hold();

        var late = stopped.saw(List.of(7L), NOW)
                .accept(first)
                .saw(List.of(8L), NOW)
                .accept(second);
        assertThat(late.paused()).isTrue();
        assertThat(late.waiting()).containsExactly(first, second);
        assertThat(flight(late.saw(List.of(10L), NOW).accept(third)).prompt())
                .as("what is said after it ends the pause")
                .isEqualTo(first);
        assertThat(flight(stopped.accept(first)).prompt()).as("without an id").isEqualTo(first);
    }

    @Test
    void aButtonThatIsPressedAfterAStopLetsNothingThroughThatWasSaidBefore() {
        var pressed = fresh.saw(List.of(9L), NOW).hold().saw(List.of(10L), NOW).dropAll();

        assertThat(pressed.saw(List.of(8L), NOW).accept(first).paused()).isTrue();
    }

    @Test
    void whatLetsGoOnWorksAtTheSecondTimeAtTheLatest() {
        var late = fresh.saw(List.of(9L), NOW).hold().saw(List.of(8L), NOW).accept(first);

        var once = late.saw(List.of(7L), NOW).goOn();
        assertThat(once.paused()).as("said before the stop, too").isTrue();
        assertThat(flight(once.saw(List.of(6L), NOW).goOn()).prompt()).isEqualTo(first);
        assertThat(flight(late.saw(List.of(10L), NOW).goOn()).prompt()).isEqualTo(first);
    }

    @Test
    void aStopThatCouldNotBeStoredIsMadeUpForInTheNextState() {
        var begun = fresh.accept(first).begin(first.id(), NOW);
        var unstored = begun.saw(List.of(9L), NOW).hold().stop(null);

        var next = begun.accept(second).stoppedAs(unstored);
        assertThat(flight(next).stopped()).isTrue();
        assertThat(next.paused()).isTrue();
        assertThat(next.stop()).isEqualTo(9L);
        assertThat(flight(next.endStopped(NOW).goOn()).prompt()).isEqualTo(second);
    }

    @Test
    void aFreshSessionForgetsTheStop() {
        var state = fresh.saw(List.of(9L), NOW).hold().renew(null, NOW);

        assertThat(flight(state.saw(List.of(8L), NOW).accept(first)).prompt()).isEqualTo(first);
    }

    @Test
    void idsThatBeginAnewAfterAStopHoldNothingBack() {
        var stopped = fresh.saw(List.of(900L), NOW).hold();

        var weekLater = stopped.saw(List.of(7L), NOW.plus(Duration.ofDays(7))).accept(first);
        assertThat(weekLater.stop()).isNull();
        assertThat(flight(weekLater).prompt()).isEqualTo(first);
    }

    @Test
    void aPauseEndsWithTheLastPromptItHeldBack() {
        var paused = fresh.accept(first).accept(second).hold();

        assertThat(paused.drop(second.id()).paused()).isFalse();
        assertThat(paused.dropAll().paused()).isFalse();
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
        assertThat(flight(next)).isEqualTo(Flight.of(second, ELSEWHERE));
    }

    @Test
    void aMoveBehindAPauseWaitsWithThePrompts() {
        var state = fresh.accept(first)
                .accept(second)
                .move(ELSEWHERE)
                .hold()
                .end(first.id(), Outcome.cancelled(""), Cost.NONE, NOW);

        assertThat(state.session()).isEqualTo(HOME);
        assertThat(state.drop(second.id()).session()).isEqualTo(ELSEWHERE);
    }

    @Test
    void aMoveMadeNowDropsWhatWasAskedBeforeItAndHasNotBegun() {
        var state =
                fresh.accept(first).accept(second).move(ELSEWHERE).accept(third).moveNow();

        assertThat(flight(state).prompt()).isEqualTo(first);
        assertThat(state.holds(second.id())).isFalse();
        assertThat(state.holds(third.id())).isTrue();
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
        for (var i = 0; i < 3 * ChatState.MOST_PAST; i++) {
            state = state.move(Session.fresh(Path.of("/work"), "s" + i, NOW).usedAt(NOW));
        }

        assertThat(state.past()).hasSize(ChatState.MOST_PAST);
        assertThat(state.past().getFirst().title()).isEqualTo("s" + (3 * ChatState.MOST_PAST - 2));
    }

    @Test
    void aNewSessionKeepsTheDirectoryAndDropsWhatWaits() {
        var state = fresh.accept(first).begin(first.id(), NOW).accept(second).renew("Docs", LATER);

        assertThat(state.session().directory()).isEqualTo(HOME.directory());
        assertThat(state.session().used()).isFalse();
        assertThat(state.session().id()).isNotEqualTo(HOME.id());
        assertThat(state.title()).isEqualTo("Docs");
        assertThat(state.waiting()).isEmpty();
        assertThat(flight(state).session())
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

        assertThat(state.seenOf(List.of(5L))).isNotEmpty();
        assertThat(state.seenOf(List.of(6L))).isEmpty();
        assertThat(state.lastActivity()).isEqualTo(LATER);
        assertThat(fresh.saw(List.of(), LATER).seen()).isEmpty();
    }

    @Test
    void onlyTheLatestMessagesAreRemembered() {
        var state = fresh;
        for (var i = 1L; i <= ChatState.MOST_SEEN + 10; i++) {
            state = state.saw(List.of(i), NOW);
        }

        assertThat(state.seen()).hasSize(ChatState.MOST_SEEN);
        assertThat(state.seenOf(List.of(10L))).isEmpty();
        assertThat(state.seenOf(List.of(11L))).isNotEmpty();
    }

    @Test
    void whatClaudeSaysUnaskedIsDeliveredToo() {
        var id = TurnId.random();
        var state = fresh.unasked(id, Outcome.answered("By the way"), Cost.NONE, NOW);

        assertThat(state.deliveries()).extracting(Delivery::id).containsExactly(id);
        assertThat(state.flight()).isNull();
        assertThat(state.usage().turns()).isEqualTo(1);
    }

    @Test
    void settingsBelongToTheChat() {
        var state = fresh.with(settings -> settings.withModel("opus").withEffort("high"))
                .with(settings -> settings.withMode(PermissionMode.PLAN).withRules(List.of(GIT)))
                .with(settings -> settings.withRules(List.of(GIT, new Rule("Read", null))))
                .renew(null, NOW);

        assertThat(state.settings())
                .isEqualTo(new Settings("opus", "high", PermissionMode.PLAN, List.of(GIT, new Rule("Read", null))));
        assertThat(state.settings().withoutRule(GIT).rules()).containsExactly(new Rule("Read", null));
        assertThat(GIT.text()).isEqualTo("Bash(git status)");
    }

    @Test
    void theSessionsTitleComesBeforeTheChats() {
        assertThat(fresh.chatTitled("Ada").title()).isEqualTo("Ada");
        assertThat(fresh.chatTitled("Ada").chatTitled(null).title()).isEqualTo("Ada");
        assertThat(fresh.chatTitled("Ada").titled("Docs").title()).isEqualTo("Docs");
    }

    @Test
    void aNewSessionIdKeepsPlaceAndName() {
        var state = fresh.titled("Docs").renumbered(new SessionId("other"));

        assertThat(state.session().id().value()).isEqualTo("other");
        assertThat(state.session().used()).isTrue();
        assertThat(state.session().directory()).isEqualTo(HOME.directory());
        assertThat(state.title()).isEqualTo("Docs");
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
                .showLive(first.id(), "live")
                .accept(second);
        var moved = state.in(ChatId.of(-100));

        assertThat(moved.id()).isEqualTo(ChatId.of(-100));
        assertThat(moved.seen()).isEmpty();
        assertThat(flight(moved).live()).isNull();
        assertThat(moved.waiting()).containsExactly(second);
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
                .unasked(TurnId.random(), Outcome.answered("x"), Cost.NONE, NOW);
        var state = lived.inherit(other);

        assertThat(state.session()).isEqualTo(lived.session());
        assertThat(state.past()).containsExactly(other.session());
        assertThat(state.deliveries()).isEqualTo(other.deliveries());
        assertThat(state.waiting()).as("the turn that ran there as well").containsExactly(second, third);
        assertThat(state.inherit(other)).as("told twice").isSameAs(state);
    }

    @Test
    void anInheritedEmptyChatChangesNothing() {
        var lived = fresh.accept(first).begin(first.id(), NOW);

        assertThat(lived.inherit(ChatState.of(ChatId.of(7), ELSEWHERE))).isSameAs(lived);
    }

    @Test
    void inheritingKeepsTheBoundOfPastSessions() {
        var past = IntStream.range(0, ChatState.MOST_PAST)
                .mapToObj(i -> Session.fresh(Path.of("/p"), "p" + i, NOW))
                .toList();
        var lived = fresh.accept(first).begin(first.id(), NOW);
        for (var session : past) {
            lived = lived.end(first.id(), Outcome.answered(""), Cost.NONE, NOW).move(session.usedAt(NOW));
        }
        var inherited = ChatState.of(ChatId.of(7), ELSEWHERE.usedAt(NOW));

        assertThat(lived.inherit(inherited).past()).hasSize(ChatState.MOST_PAST).startsWith(inherited.session());
    }

    private static Prompt prompt(String text) {
        return new Prompt(TurnId.random(), text, true, "m-" + text, NOW);
    }

    private static Flight flight(ChatState state) {
        return Objects.requireNonNull(state.flight(), "a turn in flight");
    }
}
