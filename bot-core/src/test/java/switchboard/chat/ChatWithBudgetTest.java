package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.FishingOutcome;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.Patience;
import switchboard.budget.Spending;
import switchboard.chat.ChatProtocol.Asked;
import switchboard.chat.ChatProtocol.Ended;
import switchboard.chat.ChatProtocol.Noticed;
import switchboard.chat.ChatProtocol.Queued;
import switchboard.chat.ChatProtocol.Settled;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.DayLimit;
import switchboard.model.Decision;
import switchboard.model.Outcome;
import switchboard.model.People;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.Revision;
import switchboard.model.TurnId;
import switchboard.model.Wording;

/**
 * Limits of a day, of a chat and of the engine: once one is reached the next prompt waits for people before it asks for its permit, and
 * what runs is not cut. In the engine of these tests one turn runs at once.
 */
class ChatWithBudgetTest extends ChatFixture {

    private static final ChatId OTHER = ChatId.of(8);
    private static final ChatId NEW_ID = ChatId.of(-100);
    private static final Decision GO_ON = new Decision.Allow();
    private static final Decision DISCARD = new Decision.Deny("");

    @BeforeEach
    void prices() {
        world.claude.cost(0.6);
    }

    @Test
    void aPromptBeyondTheBudgetWaitsForPeopleAndHoldsUpItsOwnChatOnly() {
        spend("1");
        var prompt = world.submit("next");
        var behind = world.submit("behind");

        var asked = asked();
        assertThat(asked.ofAll()).isFalse();
        assertThat(asked.spent()).isEqualTo(1.2);
        assertThat(asked.limit()).isEqualTo(new DayLimit(1));
        assertThat(asked.key()).hasSizeLessThanOrEqualTo(40);
        var other = world.submit(OTHER, "other");
        world.probe(OTHER).fishForMessage(Patience.ENOUGH, event -> endOf(other, event));
        assertThat(world.claude.processes())
                .as("processes at work, and what they were asked")
                .noneMatch(each -> each.prompts().contains("next"));
        decide(asked, GO_ON);
        assertThat(world.next(Settled.class).words()).isEqualTo("Budget lifted until tomorrow (Ada)");
        world.ended(prompt);
        world.ended(behind);
    }

    @Test
    void peopleAreWarnedOnceADayAndWhatRunsIsNotCut() {
        world.invoke("budget", "2");
        world.ended(world.submit("one"));
        var second = world.submit("two");
        assertThat(world.until(event -> isEndOf(second, event))).noneMatch(Noticed.class::isInstance);
        world.claude.cost(0.4);
        world.submit("three");
        assertThat(world.next(Noticed.class).text())
                .isEqualTo(
                        "⚠️ This chat has cost $1.60 today, 80% of its budget. At $2.00 the next message waits for your"
                                + " OK. /budget changes that.");
        var fourth = world.submit("four");
        assertThat(world.until(event -> isEndOf(fourth, event)))
                .as("a second warning")
                .noneMatch(Noticed.class::isInstance);
        world.submit("five");
        assertThat(asked().spent()).isEqualTo(2.0);
    }

    @Test
    void aBudgetThatIsSetWhileATurnRunsHoldsUpTheNextOne() {
        world.ended(world.submit("one"));
        var running = world.submit("hold");
        world.running(running);
        world.invoke("budget", "0.5");
        world.running(running).answer("done");
        world.ended(running);
        world.submit("next");

        assertThat(asked().spent()).isEqualTo(1.2);
    }

    @Test
    void theQuestionIsTheSameAfterAKillAndAnOldButtonCounts() {
        spend("1");
        var prompt = world.submit("next");
        var asked = asked();
        killAndStart();
        assertThat(asked()).isEqualTo(asked);
        decide(asked, GO_ON);
        world.until(event -> isEndOf(prompt, event));
        killAndStart();
        var another = world.submit("and another");
        assertThat(world.until(event -> isEndOf(another, event))).noneMatch(Asked.class::isInstance);
    }

    @Test
    void whatAPersonSaysIsDoneOnceItIsStored() {
        spend("1");
        world.submit("next");
        var asked = asked();
        world.store.hold();
        decide(asked, GO_ON);
        world.view().expectNoMessage(Duration.ofMillis(100));
        world.kill();
        world.store.lose();
        world.restart();
        world.deliver(new ChatProtocol.Wake());

        assertThat(asked()).as("as if nothing had been said").isEqualTo(asked);
    }

    @Test
    void aTurnThatHadBegunBeforeAKillIsNotHeldUp() {
        world.invoke("budget", "1");
        world.ended(world.submit("one"));
        var running = world.submit("hold");
        world.running(running);
        world.invoke("budget", "0.5");
        killAndStart();
        world.atWork(running).answer("done");

        assertThat(world.until(event -> isEndOf(running, event))).noneMatch(Asked.class::isInstance);
    }

    @Test
    void aNewDayLetsItRunByItself() {
        spend("1");
        var prompt = world.submit("next");
        asked();
        world.clock.pass(Duration.ofHours(14));
        world.time.timePasses(Duration.ofSeconds(5));

        assertThat(world.next(Settled.class).words()).isEqualTo("No longer over the limit");
        world.ended(prompt);
    }

    @Test
    void whatWasSaidYesterdayDoesNotCountToday() {
        spend("1");
        world.submit("next");
        decide(asked(), GO_ON);
        world.next(Ended.class);
        world.clock.pass(Duration.ofDays(1));
        world.ended(world.submit("one"));
        world.ended(world.submit("two"));
        world.submit("three");

        asked();
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "10"})
    void anotherBudgetLetsItRun(String budget) {
        spend("1");
        var prompt = world.submit("next");
        asked();
        world.invoke("budget", budget);

        assertThat(world.next(Settled.class).words()).isEqualTo("No longer over the limit");
        world.ended(prompt);
    }

    @Test
    void aBudgetThatIsReachedTooIsAskedAboutInPlaceOfTheFirst() {
        spend("1");
        world.submit("next");
        var first = asked();
        world.invoke("budget", "1.10");

        world.next(Settled.class);
        var second = asked();
        assertThat(second.limit()).isEqualTo(new DayLimit(1.1));
        assertThat(second.key()).isNotEqualTo(first.key());
    }

    @Test
    void whatIsDiscardedNeverRunsAndTheNextIsAskedAbout() {
        spend("1");
        var prompt = world.submit("next");
        var behind = world.submit("behind");
        decide(asked(), DISCARD);

        assertThat(world.ended(prompt).answer().outcome()).isEqualTo(Outcome.cancelled(""));
        decide(asked(), GO_ON);
        world.ended(behind);
        killAndStart();
        assertThat(world.next(Ended.class).answer().outcome()).isNotNull();
        assertThat(world.claude.processes()).noneMatch(each -> each.prompts().contains("next"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "cancel", "new"})
    void stoppedWhileItWaitsItEndsAtOnce(String command) {
        spend("1");
        var prompt = world.submit("next");
        asked();
        world.invoke(command, command.equals("cancel") ? prompt.id().value() : "");

        assertThat(world.ended(prompt).answer().outcome()).isEqualTo(Outcome.cancelled(""));
    }

    @Test
    void wordsAndTheWrongButtonAnswerNothing() {
        spend("1");
        world.submit("next");
        var asked = asked();
        var person = world.kit.createTestProbe(ChatProtocol.Settlement.class);
        world.deliver(new ChatProtocol.Answer(People.ADA, asked.key(), GO_ON, List.of(9L), person.ref()));
        assertThat(person.receiveMessage().taken()).isFalse();
        world.deliver(
                new ChatProtocol.Answer(People.ADA, asked.key(), new Decision.AllowAlways(), List.of(), person.ref()));
        assertThat(person.receiveMessage().taken()).isFalse();
        world.deliver(new ChatProtocol.Answer(People.ADA, asked.key(), GO_ON, List.of(), person.ref()));
        assertThat(person.receiveMessage().taken()).isTrue();
        world.deliver(new ChatProtocol.Answer(People.ADA, asked.key(), GO_ON, List.of(), person.ref()));
        assertThat(person.receiveMessage().taken()).as("a second press").isFalse();
    }

    @Test
    void anEditedMessageRunsWithItsNewWordsAndFiles() {
        spend("1");
        var prompt = new Prompt(TurnId.random(), "hold old", true, "1", java.time.Instant.EPOCH);
        var words = List.<Content>of(new Content.Text("hold old"));
        world.deliver(new ChatProtocol.Submit(
                People.ADA,
                prompt,
                List.of(1_000L),
                null,
                false,
                new Wording("111", 0, List.of(new Wording.Piece("1", "hold old", "", "", words))),
                world.receipts.ref()));
        world.receipts.receiveMessage();
        var asked = asked();
        var cat = world.attachments.photo("cat.png");
        var content = List.<Content>of(cat, new Content.Text("hold new"));
        world.deliver(new ChatProtocol.Edit(
                People.ADA,
                new Revision("111", List.of(), new Wording.Piece("1", "hold new", "f", "", content), false, false),
                List.of(1_001L),
                world.receipts.ref()));
        world.receipts.receiveMessage();

        world.view().expectMessageClass(ChatProtocol.Revised.class);
        assertThat(world.attachments.begun()).as("files that nobody needs yet").isEmpty();
        decide(asked, GO_ON);
        world.ended(prompt);
        assertThat(world.claude.processes().getLast().prompts().getLast()).contains("hold new");
        assertThat(world.attachments.begun()).hasSize(1);
    }

    @Test
    void aChatThatMovesAsksInItsNewPlace() {
        spend("1");
        var prompt = world.submit("next");
        asked();
        world.deliver(new ChatProtocol.Migrate(NEW_ID, world.receipts.ref()));
        world.receipts.expectMessage(new ChatProtocol.Accepted());

        var asked = (Asked) world.probe(NEW_ID)
                .fishForMessage(Patience.ENOUGH, ChatWithBudgetTest::question)
                .getLast();
        decide(NEW_ID, asked.question(), GO_ON);
        world.probe(NEW_ID).fishForMessage(Patience.ENOUGH, event -> endOf(prompt, event));
    }

    @Test
    void aViewThatCrashesIsShownTheQuestionAgain() {
        spend("1");
        world.submit("next");
        var asked = asked();
        world.crashView();

        assertThat(asked()).isEqualTo(asked);
    }

    @Test
    void whatClaudeDoesByItselfCounts() {
        world.invoke("budget", "1");
        world.ended(world.submit("one"));
        var process = world.claude.processes().getFirst();
        process.begin();
        process.answer("By the way");
        world.next(Ended.class);
        world.submit("next");

        assertThat(asked().spent()).isEqualTo(1.2);
    }

    @Test
    void theLimitForAllChatsIsAskedAboutInEachAndLiftedForAll() {
        limitAll(1);
        world.ended(world.submit("one"));
        var other = world.submit(OTHER, "two");
        world.probe(OTHER).fishForMessage(Patience.ENOUGH, event -> endOf(other, event));
        var prompt = world.submit("next");
        var asked = asked();
        assertThat(asked.ofAll()).isTrue();
        assertThat(asked.spent()).as("what other chats have cost").isZero();
        var behind = world.submit(OTHER, "next there");
        world.probe(OTHER).fishForMessage(Patience.ENOUGH, ChatWithBudgetTest::question);
        decide(asked, GO_ON);

        assertThat(world.next(Settled.class).words()).isEqualTo("Limit lifted for all chats until tomorrow (Ada)");
        world.ended(prompt);
        world.time.timePasses(Duration.ofSeconds(5));
        world.probe(OTHER).fishForMessage(Patience.ENOUGH, event -> endOf(behind, event));
    }

    @Test
    void aTurnThatGetsItsPermitAfterTheRestWasSpentGivesItBackAndAsks() {
        limitAll(0.5);
        var running = world.submit(OTHER, "hold");
        world.running(running);
        var prompt = world.submit("next");
        world.next(Queued.class);
        world.running(running).answer("done");

        var asked = asked();
        assertThat(asked.ofAll()).isTrue();
        assertThat(world.claude.processes()).noneMatch(each -> each.prompts().contains("next"));
        var third = ChatId.of(9);
        world.submit(third, "x");
        world.probe(third).fishForMessage(Patience.ENOUGH, ChatWithBudgetTest::question);
        decide(asked, GO_ON);
        world.ended(prompt);
    }

    @Test
    void onlyAnOwnerLetsAllChatsContinueAndAnyoneDiscards() {
        limitAll(0.5);
        world.ended(world.submit("one"));
        var prompt = world.submit("next");
        var asked = asked();
        var person = world.kit.createTestProbe(ChatProtocol.Settlement.class);
        world.deliver(new ChatProtocol.Answer(People.BOB, asked.key(), GO_ON, List.of(), person.ref()));
        assertThat(person.receiveMessage())
                .isEqualTo(new ChatProtocol.Settlement(
                        false, "Only an owner of this bot can lift the limit for all chats."));
        world.deliver(new ChatProtocol.Answer(People.BOB, asked.key(), DISCARD, List.of(), person.ref()));
        assertThat(person.receiveMessage().taken()).isTrue();

        assertThat(world.ended(prompt).answer().outcome()).isEqualTo(Outcome.cancelled(""));
    }

    @Test
    void aChatsOwnBudgetIsLiftedByWhomeverItIsFor() {
        spend("1");
        world.submit("next");
        var person = world.kit.createTestProbe(ChatProtocol.Settlement.class);
        world.deliver(new ChatProtocol.Answer(People.BOB, asked().key(), GO_ON, List.of(), person.ref()));

        assertThat(person.receiveMessage().taken()).isTrue();
    }

    @Test
    void bothLimitsAreAskedAboutOneAfterTheOther() {
        limitAll(1);
        spend("1");
        var prompt = world.submit("next");
        var own = asked();
        assertThat(own.ofAll()).isFalse();
        decide(own, GO_ON);
        var all = asked();
        assertThat(all.ofAll()).isTrue();
        decide(all, GO_ON);

        world.ended(prompt);
    }

    /** Two turns, after which a budget of this much is spent. */
    private void spend(String budget) {
        world.invoke("budget", budget);
        world.ended(world.submit("one"));
        world.ended(world.submit("two"));
    }

    private void limitAll(double usd) {
        world.kill();
        world.spending = Spending.of(Optional.of(new DayLimit(usd)));
        world.restart();
    }

    private Question.OverBudget asked() {
        return (Question.OverBudget) world.next(Asked.class).question();
    }

    private static FishingOutcome question(ChatProtocol.Event event) {
        return event instanceof Asked ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore();
    }
}
