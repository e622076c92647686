package switchboard.telegram.view;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.telegram.view.Screen.ADA;
import static switchboard.telegram.view.Screen.GONE;
import static switchboard.telegram.view.Screen.TURN;
import static switchboard.telegram.view.Screen.answered;
import static switchboard.telegram.view.Screen.ended;
import static switchboard.telegram.view.Screen.labels;
import static switchboard.telegram.view.Screen.message;
import static switchboard.telegram.view.Screen.remembered;
import static switchboard.telegram.view.Screen.written;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageText;
import switchboard.ManualClock;
import switchboard.agent.AgentProtocol;
import switchboard.chat.ChatProtocol;
import switchboard.model.Content;
import switchboard.model.FileReceipt;
import switchboard.model.Memo;
import switchboard.model.Outcome;
import switchboard.model.OutgoingFile;
import switchboard.model.Reply;
import switchboard.model.TurnId;
import switchboard.telegram.Processed;
import switchboard.telegram.api.FileUpload;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;

class ChatViewTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final TurnId NEXT = new TurnId("turn-2");
    private static final TurnId LAST = new TurnId("turn-3");
    private static final Duration TICK = Duration.ofMillis(500);

    private final ManualTime time = ManualTime.get(KIT.system());
    private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(1_795_340_000));
    private final Screen screen = new Screen(KIT);
    private final Processed processed = new Processed();
    private ActorRef<ChatProtocol.Event> view = spawn();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void rememberNothing() {
        tell(new ChatProtocol.Remembered(Memo.NONE));
    }

    @AfterEach
    void stopTheView() {
        KIT.stop(view);
    }

    @Test
    void theNoticeThatFilesAreFetchedComesAfterAWhileAndBecomesTheLiveMessage() {
        tell(new ChatProtocol.Waiting(TURN, "512", 0));
        screen.isTyping();
        tell(fetching(TURN, "512", false));
        pass(Duration.ofSeconds(1));
        screen.isSilent();

        pass(Duration.ofMillis(500));
        screen.sends("⏳ Getting your photo…").replyTo().tell(written(77));
        screen.keeps(TURN, "w77");
        tell(fetching(TURN, "512", true));
        assertThat(screen.previews().getText())
                .isEqualTo("⏳ Getting your photo takes longer than usual. I'll keep trying.");
        tell(new ChatProtocol.Started(TURN, "512"));
        screen.keeps(TURN, "77");
    }

    private static ChatProtocol.Fetching fetching(TurnId turn, String prompt, boolean isStalled) {
        var photo = new Content.Attachment("f1", Content.Attachment.Kind.PHOTO, null, null, null);
        return new ChatProtocol.Fetching(turn, prompt, List.of(photo), isStalled);
    }

    @Test
    void aPromptIsAcknowledgedByTypingAtOnce() {
        tell(new ChatProtocol.Waiting(TURN, "512", 0));

        screen.isTyping();
        screen.isSilent();
    }

    @Test
    void typingIsRepeatedUntilThereIsSomethingToRead() {
        start(TURN);
        screen.isTyping();
        screen.isTyping();
        pass(Duration.ofMillis(1_500));
        var live = screen.sends("⏳ Working");
        pass(Duration.ofSeconds(3));
        screen.isTyping();
        screen.isSilent();

        live.replyTo().tell(written(77));
        screen.keeps(TURN, "77");
        pass(Duration.ofSeconds(5));
        assertThat(screen.drain()).noneMatch(Outbox.Activity.class::isInstance);
    }

    @Test
    void atTheStopTheViewEndsWhatIsUnderWayAndShowsNothingNew() {
        start(TURN);
        screen.isTyping();
        pass(Duration.ofMillis(1_500));
        var live = screen.sends("⏳ Working");
        tell(new ChatProtocol.Closing());
        end(TURN, "Yes.");
        screen.isSilent();

        live.replyTo().tell(written(77));
        screen.keeps(TURN, "77");
        screen.hasClosed();
        screen.isSilent();
        screen.givesUpWaiting(Screen.ADA);
    }

    @Test
    void theOutboxKnowsTheNameOfTheTopic() {
        tell(new ChatProtocol.TopicNamed("Bugs"));

        assertThat(screen.drain()).containsExactly(new Outbox.TopicNamed(Screen.ADA, "Bugs"));
    }

    @Test
    void aViewWithNothingUnderWayClosesAtOnce() {
        tell(new ChatProtocol.Closing());
        screen.hasClosed();
    }

    @Test
    void aShortTurnSendsOneMessage() {
        start(TURN);
        said(TURN, "Yes.");
        pass(Duration.ofSeconds(1));
        end(TURN, "Yes.");

        screen.marks(TURN, 0);
        var write = screen.sends("Yes.");
        assertThat(message(write).getReplyParameters().getMessageId()).isEqualTo(512);
        write.replyTo().tell(written(77));
        screen.hasDelivered(TURN);
        pass(Duration.ofSeconds(3));
        screen.isSilent();
    }

    @Test
    void aLongerTurnHasALiveMessageThatBecomesTheAnswer() {
        start(TURN);
        pass(Duration.ofSeconds(1));
        pass(TICK);
        var live = screen.sends("⏳ Working");
        assertThat(message(live).getReplyParameters().getMessageId()).isEqualTo(512);
        assertThat(labels(message(live).getReplyMarkup())).containsExactly("⏹ Stop");
        live.replyTo().tell(written(77));
        screen.keeps(TURN, "77");

        said(TURN, "Hello.");
        pass(TICK);
        var frame = screen.previews();
        assertThat(frame.getText()).isEqualTo("Hello.\n\n⏳ Working");
        assertThat(labels(frame.getReplyMarkup())).containsExactly("⏹ Stop");
        pass(TICK);
        screen.isSilent();

        endStored(TURN, "Hello.");
        screen.edits(77, "Hello.").replyTo().tell(written(77));
        screen.hasDelivered(TURN);
    }

    @Test
    void aTurnThatEndsWhileItsLiveMessageIsOnItsWayEditsIt() {
        var live = liveMessageOnItsWay();
        end(TURN, "Hello.");
        screen.isSilent();

        live.replyTo().tell(written(77));
        screen.keeps(TURN, "77");
        screen.marks(TURN, 0);
        screen.edits(77, "Hello.");
    }

    @Test
    void whereALiveMessageIsRefusedTheAnswerComesAllTheSame() {
        start(TURN);
        pass(Duration.ofMillis(1_500));
        screen.sends("⏳ Working").replyTo().tell(GONE);
        screen.keeps(TURN, null);
        pass(Duration.ofSeconds(3));
        screen.outbox.ref().tell(Screen.MARK);
        assertThat(screen.next()).isSameAs(Screen.MARK);

        end(TURN, "Hello.");
        screen.marks(TURN, 0);
        screen.sends("Hello.");
    }

    @Test
    void aWaitingPromptShowsItsPlaceAndCanBeCancelled() {
        tell(new ChatProtocol.Waiting(TURN, "512", 0));
        tell(queued(3));
        var notice = screen.sends("⏳ 3rd in line, about 40 s.");
        assertThat(message(notice).getReplyParameters().getMessageId()).isEqualTo(512);
        assertThat(labels(message(notice).getReplyMarkup())).containsExactly("Cancel");
        notice.replyTo().tell(written(77));
        screen.keeps(TURN, "w77");

        tell(queued(2));
        assertThat(screen.previews().getText()).isEqualTo("⏳ 2nd in line, about 40 s.");
        tell(new ChatProtocol.Started(TURN, "512"));
        screen.keeps(TURN, "77");
        pass(TICK);
        var live = screen.previews();
        assertThat(live.getMessageId()).isEqualTo(77);
        assertThat(live.getText()).isEqualTo("⏳ Working");
        assertThat(labels(live.getReplyMarkup())).containsExactly("⏹ Stop");
    }

    @Test
    void theAnswerToAPromptThatWaitedLongRings() {
        waitsWithNotice(77);
        pass(Duration.ofSeconds(20));
        tell(new ChatProtocol.Started(TURN, "512"));
        screen.keeps(TURN, "77");
        endStored(TURN, "Yes.");

        screen.edits(77, "Yes.").replyTo().tell(written(77));
        screen.marksAfter("77", TURN, 1);
        screen.sends("✅ Done after 0s.");
    }

    @Test
    void aNoticeThatScrolledAwayIsReplacedBelow() {
        waitsWithNotice(77);
        tell(new ChatProtocol.Noticed("By the way."));
        screen.sends("By the way.");
        tell(new ChatProtocol.Started(TURN, "512"));

        screen.deletes(77);
        screen.keeps(TURN, null);
        pass(Duration.ofMillis(1_500));
        screen.sends("⏳ Working");
    }

    @Test
    void theNoticeOfAPromptThatWaitsShowsItsNewWordsSinceAnEdit() {
        waitsWithNotice(77);
        tell(new ChatProtocol.Revised(TURN, "512", "why *not*?", false));
        assertThat(screen.previews().getText()).isEqualTo("⏳ 3rd in line, about 40 s.\n✏️ Now: “why *not*?”");
        tell(new ChatProtocol.Queued(TURN, "512", 2, 3, 3, Duration.ofSeconds(20)));

        assertThat(screen.previews().getText()).isEqualTo("⏳ 2nd in line, about 20 s.\n✏️ Now: “why *not*?”");
    }

    @Test
    void aPromptOnHoldWithoutANoticeIsToldByAReplyThatItsEditCounts() {
        tell(new ChatProtocol.Revised(TURN, "512", "why?", false));
        screen.isSilent();
        tell(new ChatProtocol.Revised(TURN, "512", "why?", true));

        assertThat(((SendMessage)
                                screen.sends("✏️ Changed. It now says: “why?”").method())
                        .getReplyParameters()
                        .getMessageId())
                .isEqualTo(512);
    }

    @Test
    void aDroppedPromptRemovesItsNotice() {
        waitsWithNotice(77);
        tell(new ChatProtocol.Dropped(TURN));

        screen.deletes(77);
    }

    @Test
    void aPromptThatIsDroppedWhileItsNoticeIsOnItsWayLeavesNone() {
        tell(queued(3));
        var notice = screen.sends("⏳ 3rd in line, about 40 s.");
        tell(new ChatProtocol.Dropped(TURN));
        screen.isSilent();

        notice.replyTo().tell(written(77));
        screen.deletes(77);
    }

    @Test
    void aPromptThatIsCancelledWhileItWaitsSaysSoInItsNotice() {
        waitsWithNotice(77);
        screen.stores();
        tell(new ChatProtocol.Ended(ended(TURN, Outcome.cancelled(""), 0)));

        screen.edits(77, "⏹ Stopped; your session is kept.");
    }

    @Test
    void afterAnyOtherMessageTheTurnGoesOnBelowAndTheAnswerIsTheRest() {
        runWithLiveMessage(77);
        said(TURN, "One.");
        tell(new ChatProtocol.Noticed("By the way."));

        var frozen = screen.edits(77, "One.");
        assertThat(labels(((EditMessageText) frozen.method()).getReplyMarkup())).isEmpty();
        screen.sends("By the way.");
        frozen.replyTo().tell(written(77));
        var above = LiveMessageState.NONE.under("One.");
        screen.keeps(TURN, above.word());

        said(TURN, "Two.");
        pass(TICK);
        screen.sends("Two.\n\n⏳ Working").replyTo().tell(written(79));
        screen.keeps(TURN, above.at(Optional.of(79)).word());
        endStored(TURN, "One.\n\nTwo.");
        screen.edits(79, "Two.");
    }

    @Test
    void aFileComesIntoTheChatAndTheTurnGoesOnBelowIt(@TempDir Path directory) throws IOException {
        runWithLiveMessage(77);
        said(TURN, "One.");
        var copy = Files.writeString(directory.resolve("k"), "notes");
        tell(new ChatProtocol.Sending(OutgoingFile.asked("k", copy, "notes.txt", 5, "512")));
        time.timePasses(Duration.ofMillis(1));
        var marking = screen.chat.expectMessageClass(ChatProtocol.Uploading.class);
        marking.replyTo().tell(new ChatProtocol.MayUpload("k"));
        ((Outbox.Upload) screen.next()).replyTo().tell(written(78));
        screen.chat.expectMessage(new ChatProtocol.Uploaded("k", FileReceipt.sent("78")));

        screen.edits(77, "One.").replyTo().tell(written(77));
        screen.keeps(TURN, LiveMessageState.NONE.under("One.").word());
        said(TURN, "Two.");
        pass(TICK);
        screen.sends("Two.\n\n⏳ Working");
    }

    @Test
    void aLiveMessageWithNothingToKeepIsRemoved() {
        runWithLiveMessage(77);
        tell(new ChatProtocol.Noticed("By the way."));

        screen.deletes(77);
        screen.keeps(TURN, null);
        screen.sends("By the way.");
    }

    @Test
    void whatIsTooLongToStayInOneMessageIsLeftToTheAnswer() {
        runWithLiveMessage(77);
        said(TURN, "One.");
        tell(new ChatProtocol.Noticed("First."));
        screen.edits(77, "One.").replyTo().tell(written(77));
        var above = LiveMessageState.NONE.under("One.").word();
        screen.keeps(TURN, above);
        screen.sends("First.");
        var two = "two ".repeat(1_200).strip();
        said(TURN, two);
        pass(TICK);
        ((Outbox.Write) screen.next()).replyTo().tell(written(80));
        screen.keeps(TURN, LiveMessageState.parse(above).at(Optional.of(80)).word());

        tell(new ChatProtocol.Noticed("Second."));
        screen.deletes(80);
        screen.keeps(TURN, above);
        screen.sends("Second.");
        end(TURN, "One.\n\n" + two);
        screen.marks(TURN, 0);
        assertThat(message((Outbox.Write) screen.next()).getText()).startsWith("two two");
    }

    @Test
    void whatWasSaidWhileALiveMessageWasOnItsWayIsInTheAnswerIfThatIsRefused() {
        var live = liveMessageOnItsWay();
        said(TURN, "One.");
        tell(new ChatProtocol.Noticed("By the way."));
        screen.sends("By the way.");
        live.replyTo().tell(GONE);
        screen.keeps(TURN, null);

        end(TURN, "One.");
        screen.marks(TURN, 0);
        screen.sends("One.");
    }

    @Test
    void whatIsFrozenIsKeptOnceItIsShownAndTheAnswerWaitsForThat() {
        runWithLiveMessage(77);
        said(TURN, "One.");
        tell(new ChatProtocol.Noticed("By the way."));
        var frozen = screen.edits(77, "One.");
        screen.sends("By the way.");
        tell(new ChatProtocol.Noticed("And this."));
        screen.sends("And this.");
        pass(Duration.ofSeconds(2));
        endStored(TURN, "One.\n\nTwo.");
        screen.isSilent();
        screen.chat.expectNoMessage(Duration.ZERO);

        frozen.replyTo().tell(written(77));
        screen.keeps(TURN, LiveMessageState.NONE.under("One.").word());
        screen.marks(TURN, 0);
        screen.sends("Two.");
    }

    @Test
    void whatCouldNotBeFrozenComesWithTheAnswer() {
        runWithLiveMessage(77);
        said(TURN, "One.");
        tell(new ChatProtocol.Noticed("By the way."));
        var frozen = screen.edits(77, "One.");
        screen.sends("By the way.");
        frozen.replyTo().tell(GONE);

        screen.deletes(77);
        screen.keeps(TURN, null);
        end(TURN, "One.\n\nTwo.");
        screen.marks(TURN, 0);
        screen.sends("One.\n\nTwo.");
    }

    @Test
    void aTurnThatEndedWhileItsLiveMessageWasOnItsWayIsAnsweredInItThoughTheNextOneAsksAlready() {
        var live = liveMessageOnItsWay();
        said(TURN, "One.");
        end(TURN, "One.");
        start(NEXT);
        tell(new ChatProtocol.Noticed("Of the next one."));
        screen.sends("Of the next one.");

        live.replyTo().tell(written(77));
        screen.keeps(TURN, "77");
        screen.marks(TURN, 0);
        screen.edits(77, "One.");
    }

    @Test
    void aTurnThatEndedBelowOtherWordsIsAnsweredBelowThem() {
        var live = liveMessageOnItsWay();
        said(TURN, "One.");
        tell(new ChatProtocol.Noticed("By the way."));
        screen.sends("By the way.");
        end(TURN, "One.");
        start(NEXT);
        pass(Duration.ofSeconds(2));
        assertThat(screen.drain()).as("nothing of the next one").allMatch(Outbox.Activity.class::isInstance);

        live.replyTo().tell(written(77));
        screen.keeps(TURN, "77");
        screen.deletes(77);
        screen.keeps(TURN, null);
        screen.marks(TURN, 0);
        screen.sends("One.");
    }

    @Test
    void whatWasFrozenBeforeAndAfterACrashIsNotInTheAnswer() {
        runWithLiveMessage(77);
        said(TURN, "One.");
        tell(new ChatProtocol.Noticed("By the way."));
        screen.edits(77, "One.").replyTo().tell(written(77));
        screen.sends("By the way.");
        screen.keeps(TURN, LiveMessageState.NONE.under("One.").word());
        tell(new ChatProtocol.Progressed(TURN, new AgentProtocol.BegunAgain(true)));
        said(TURN, "One.");
        said(TURN, "Two.");
        pass(TICK);
        screen.sends("One.\n\nTwo.\n\n⏳ Working").replyTo().tell(written(79));
        screen.keeps(
                TURN, LiveMessageState.NONE.under("One.").at(Optional.of(79)).word());
        tell(new ChatProtocol.Noticed("And this."));
        screen.edits(79, "One.\n\nTwo.").replyTo().tell(written(79));
        screen.sends("And this.");
        screen.keeps(
                TURN, LiveMessageState.NONE.under("One.").under("One.\n\nTwo.").word());

        end(TURN, "One.\n\nTwo.\n\nThree.");
        screen.marks(TURN, 0);
        screen.sends("Three.");
    }

    @Test
    void atTheStopTheViewWaitsUntilItIsKnownWhatIsFrozen() {
        runWithLiveMessage(77);
        said(TURN, "One.");
        tell(new ChatProtocol.Noticed("By the way."));
        var frozen = screen.edits(77, "One.");
        tell(new ChatProtocol.Closing());
        screen.chat.expectNoMessage(Duration.ZERO);

        frozen.replyTo().tell(written(77));
        screen.keeps(TURN, LiveMessageState.NONE.under("One.").word());
        screen.hasClosed();
    }

    @Test
    void aNewPromptFreezesTheRunningTurn() {
        runWithLiveMessage(77);
        said(TURN, "One.");
        tell(new ChatProtocol.Waiting(NEXT, "513", 1));

        screen.edits(77, "One.");
        assertThat(message(screen.sends("⏳ Queued. Runs when the current task is done."))
                        .getReplyParameters()
                        .getMessageId())
                .isEqualTo(513);
    }

    @Test
    void nothingNewComesBelowAnAnswerWhoseSendIsUnclear() {
        start(TURN);
        end(TURN, "One.");
        screen.marks(TURN, 0);
        var lost = screen.sends("One.");
        start(NEXT);
        pass(Duration.ofSeconds(2));
        assertThat(screen.drain()).allMatch(Outbox.Activity.class::isInstance);

        lost.replyTo().tell(written(77));
        screen.hasDelivered(TURN);
        pass(TICK);
        screen.sends("⏳ Working");
    }

    @Test
    void anAnswerNeverStandsAboveTheOneBeforeIt() {
        start(TURN);
        waitsInItsChat(NEXT, "513", 78);
        pass(Duration.ofMillis(1_500));
        screen.sends("⏳ Working").replyTo().tell(written(79));
        screen.keeps(TURN, "79");
        endStored(TURN, "One.");
        screen.edits(79, "One.").replyTo().tell(written(79));
        screen.hasDelivered(TURN);

        tell(new ChatProtocol.Started(NEXT, "513"));
        screen.deletes(78);
        screen.keeps(NEXT, null);
        end(NEXT, "Two.");
        screen.marks(NEXT, 0);
        screen.sends("Two.");
    }

    @Test
    void aNoticeThatWasPassedWhileItWasOnItsWayIsReplacedToo() {
        tell(queued(3));
        var notice = screen.sends("⏳ 3rd in line, about 40 s.");
        tell(new ChatProtocol.Noticed("By the way."));
        screen.sends("By the way.");
        tell(new ChatProtocol.Started(TURN, "512"));
        notice.replyTo().tell(written(77));

        screen.keeps(TURN, "77");
        screen.deletes(77);
        screen.keeps(TURN, null);
    }

    @Test
    void aShortAnswerIsNotPassedByTheNextOnesNotice() {
        start(TURN);
        waitsInItsChat(NEXT, "513", 78);
        end(TURN, "One.");
        screen.marks(TURN, 0);
        screen.sends("One.");

        tell(new ChatProtocol.Started(NEXT, "513"));
        screen.deletes(78);
    }

    @Test
    void twoAnswersAreDeliveredOneAfterTheOther() {
        start(TURN);
        end(TURN, "One.");
        start(NEXT);
        end(NEXT, "Two.");
        screen.marks(TURN, 0);
        var one = screen.sends("One.");
        screen.isSilent();

        one.replyTo().tell(written(77));
        screen.hasDelivered(TURN);
        screen.marks(NEXT, 0);
        screen.sends("Two.");
    }

    @Test
    void anAnswerThatIsToldAgainWhileItIsDeliveredComesOnce() {
        end(TURN, "One.");
        screen.marks(TURN, 0);
        var one = screen.sends("One.");
        end(TURN, "One.");
        end(NEXT, "Two.");

        one.replyTo().tell(written(77));
        screen.hasDelivered(TURN);
        screen.marks(NEXT, 0);
        screen.sends("Two.");
    }

    @Test
    @SuppressWarnings("NullAway") // nothing else is known to fail
    void anAnswerThatCannotBeShownSaysSoAndIsNotTakenForDelivered() {
        LoggingTestKit.error("an answer cannot be shown").expect(KIT.system(), () -> {
            tell(new ChatProtocol.Ended(answered(TURN, null)));
            return null;
        });
        assertThat(message((Outbox.Write) screen.next()).getText()).contains("I can't show an answer");

        end(NEXT, "Two.");
        screen.marks(NEXT, 0);
        screen.sends("Two.");
    }

    @Test
    void theNoticeOfAPromptThatWaitedInItsChatIsKeptOnceItIsItsTurn() {
        waitsInItsChat(TURN, "512", 77);

        tell(new ChatProtocol.Started(TURN, "512"));
        screen.keeps(TURN, "77");
    }

    @Test
    void afterARestartTheNoticeOfAPromptThatWaitsGoesOnAndIsReplacedBelowInItsTurn() {
        tell(remembered(NEXT, "w78"));
        tell(new ChatProtocol.Waiting(NEXT, "513", 1));
        pass(TICK);
        var frame = screen.previews();
        assertThat(frame.getMessageId()).isEqualTo(78);
        assertThat(frame.getText()).startsWith("⏳ Queued.");

        tell(new ChatProtocol.Started(NEXT, "513"));
        screen.deletes(78);
        screen.keeps(NEXT, null);
    }

    @Test
    void afterARestartTheNoticeOfAPromptThatIsDroppedGoes() {
        tell(remembered(NEXT, "w78"));
        tell(new ChatProtocol.Waiting(NEXT, "513", 1));
        tell(new ChatProtocol.Dropped(NEXT));

        screen.deletes(78);
    }

    @Test
    void afterARestartTheNoticeOfAPromptOnHoldHasItsButtonsAgain() {
        tell(remembered(NEXT, "w78"));
        tell(new ChatProtocol.Held(NEXT, "513", List.of(List.of(new Reply.Button("Run it", "/pending run 1")))));

        var held = screen.previews();
        assertThat(held.getMessageId()).isEqualTo(78);
        assertThat(labels(held.getReplyMarkup())).containsExactly("Run it");
    }

    @Test
    void afterARestartTheTurnGoesOnInItsLiveMessage() {
        tell(remembered(TURN, "77"));
        tell(new ChatProtocol.Started(TURN, "512"));
        said(TURN, "Hello.");
        pass(TICK);

        var frame = screen.previews();
        assertThat(frame.getMessageId()).isEqualTo(77);
        assertThat(frame.getText()).isEqualTo("Hello.\n\n⏳ Working");
    }

    @Test
    void theNoticeOfAPromptThatIsPutOnHoldTellsItWithItsButtonsAndChangesBackOnceItGoesOn() {
        waitsInItsChat(NEXT, "513", 78);
        var keys = List.of(List.of(
                new Reply.Button("Run it", "/pending run 1"), new Reply.Button("Discard", "/pending remove 1")));
        tell(new ChatProtocol.Held(NEXT, "513", keys));

        var held = screen.previews();
        assertThat(held.getText()).isEqualTo("⏸ On hold.");
        assertThat(labels(held.getReplyMarkup())).containsExactly("Run it", "Discard");
        tell(new ChatProtocol.Waiting(NEXT, "513", 1));
        var waits = screen.previews();
        assertThat(waits.getText()).startsWith("⏳ Queued.");
        assertThat(labels(waits.getReplyMarkup())).containsExactly("Cancel");
    }

    @Test
    void whatIsPutOnHoldWithoutANoticeGetsNone() {
        tell(new ChatProtocol.Held(NEXT, "513", List.of()));
        pass(TICK);
        screen.isSilent();
    }

    @Test
    void aTurnThatIsBeingStoppedSaysSoAndEndsInTheSameMessageWithWhatIsOnHold() {
        runWithLiveMessage(77);
        said(TURN, "One.");
        tell(new ChatProtocol.Stopping(TURN));

        var stopping = screen.previews();
        assertThat(stopping.getText()).isEqualTo("One.\n\n⏹ Stopping…");
        assertThat(labels(stopping.getReplyMarkup())).isEmpty();
        var hold = Reply.of("1 message is on hold.", new Reply.Button("Run it", "/pending go 1"));
        screen.stores();
        tell(new ChatProtocol.Ended(ended(TURN, Outcome.cancelled("One."), 3_000), hold));

        var stopped = screen.edits(77, "One.\n\n⏹ Stopped after 3 s; your session is kept. 1 message is on hold.");
        assertThat(labels(((EditMessageText) stopped.method()).getReplyMarkup()))
                .containsExactly("Run it");
    }

    @Test
    void afterARestartATurnDoesNotGoOnInANoticeThatEarlierAnswersMayStandBelow() {
        tell(remembered(TURN, "w77"));
        tell(new ChatProtocol.Started(TURN, "512"));

        screen.deletes(77);
        screen.keeps(TURN, null);
    }

    @Test
    void afterARestartATurnThatWaitsForItsPermitGoesOnBelowWhatWasFrozen() {
        var frozen = LiveMessageState.NONE.under("One.");
        tell(remembered(TURN, frozen.word()));
        tell(new ChatProtocol.Queued(TURN, "512", 1, 4, 4, Duration.ZERO));
        screen.sends("⏳ Next up. All 4 slots are busy.").replyTo().tell(written(77));
        screen.keeps(TURN, frozen.noticedAt(Optional.of(77)).word());
        tell(new ChatProtocol.Started(TURN, "512"));
        screen.keeps(TURN, frozen.at(Optional.of(77)).word());
        endStored(TURN, "One.\n\nTwo.");

        screen.edits(77, "Two.");
    }

    @Test
    void whatATurnHadSaidWhenItsProcessBrokeIsNotShownTwice() {
        runWithLiveMessage(77);
        said(TURN, "One.");
        tell(new ChatProtocol.Noticed("Claude Code ended unexpectedly.", TURN));
        screen.deletes(77);
        screen.keeps(TURN, null);
        screen.sends("Claude Code ended unexpectedly.");
        end(TURN, "One.");

        screen.marks(TURN, 0);
        screen.sends("One.");
    }

    @Test
    void aLiveMessageOnItsWayWhenTheProcessBrokeGoesOnceItIsThere() {
        var live = liveMessageOnItsWay();
        said(TURN, "One.");
        tell(new ChatProtocol.Noticed("Claude Code ended unexpectedly.", TURN));
        screen.sends("Claude Code ended unexpectedly.");
        live.replyTo().tell(written(77));
        screen.keeps(TURN, "77");
        screen.deletes(77);
        screen.keeps(TURN, null);
        end(TURN, "One.");

        screen.marks(TURN, 0);
        screen.sends("One.");
    }

    @Test
    void aNoticeThatIsPassedOnItsWayHoldsNoWordOfTheAnswer() {
        tell(queued(3));
        var notice = screen.sends("⏳ 3rd in line, about 40 s.");
        tell(new ChatProtocol.Noticed("By the way."));
        screen.sends("By the way.");
        tell(new ChatProtocol.Started(TURN, "512"));
        said(TURN, "One.");
        notice.replyTo().tell(written(77));

        screen.keeps(TURN, "77");
        screen.deletes(77);
        screen.keeps(TURN, null);
        end(TURN, "One.");
        screen.marks(TURN, 0);
        screen.sends("One.");
    }

    @Test
    void afterARestartAnAnswerDoesNotComeInANoticeThatEarlierAnswersMayStandBelow() {
        tell(remembered(TURN, "w77"));
        tell(new ChatProtocol.Ended(answered(TURN, "Two.")));

        screen.deletes(77);
        screen.marks(TURN, 0);
        screen.sends("Two.");
    }

    @Test
    void afterARestartAnAnswerWhoseFirstPartBecameTheNoticeGoesOnBelowIt() {
        tell(remembered(TURN, "w77", "77"));
        tell(new ChatProtocol.Ended(answered(TURN, "word ".repeat(1_200))));

        screen.marks(TURN, 1);
    }

    @Test
    void afterACrashAnAnswerThatCameWhileTheViewWasGoneIsShownOnceItsMessageIsKnown() {
        KIT.stop(view);
        view = spawn();
        tell(new ChatProtocol.Ended(answered(TURN, "Two.")));
        screen.isSilent();

        tell(remembered(TURN, "79"));
        screen.edits(79, "Two.");
    }

    @Test
    void afterARestartAnAnswerGoesOnWhereItWas() {
        var frozen = LiveMessageState.NONE.under("One.").at(Optional.of(79));
        tell(remembered(TURN, frozen.word()));
        tell(new ChatProtocol.Ended(answered(TURN, "One.\n\nTwo.")));

        screen.edits(79, "Two.");
    }

    @Test
    void theAnswerToACommandRepliesToItAndHasItsButtonsUnderTheLastPart() {
        var text = "word ".repeat(1_200);
        tell(new ChatProtocol.Replied(Reply.of(text, new Reply.Button("Clear", "/pending clear")), "514"));

        var first = (Outbox.Write) screen.next();
        assertThat(message(first).getReplyParameters().getMessageId()).isEqualTo(514);
        assertThat(message(first).getReplyMarkup()).isNull();
        assertThat(first.kind()).isEqualTo(Kind.REPLY);
        var last = (Outbox.Write) screen.next();
        assertThat(message(last).getReplyParameters()).isNull();
        assertThat(labels(message(last).getReplyMarkup())).containsExactly("Clear");
    }

    @Test
    void anOfferIsConfirmedOnceItIsShownAndRepeatedOnceIfThatIsUnclear() {
        var offered = new ChatProtocol.Offered("k1", Reply.of("Take it?", new Reply.Button("Yes", "/answer-offer x")));
        tell(offered);
        tell(offered);
        var first = screen.sends("Take it?");
        assertThat(labels(message(first).getReplyMarkup())).containsExactly("Yes");
        screen.chat.expectNoMessage(Duration.ZERO);
        first.replyTo().tell(new Outbox.Outcome.Uncertain(new IOException("cut")));

        var again = (Outbox.Write) screen.next();
        assertThat(message(again).getText()).endsWith("Take it?").isNotEqualTo("Take it?");
        again.replyTo().tell(Screen.written(81));
        screen.chat.expectMessage(new ChatProtocol.OfferShown("k1"));
    }

    @Test
    void anOfferThatIsOnItsWayWhenTheViewClosesIsWaitedForAndNoOtherIsShown() {
        tell(new ChatProtocol.Offered("k1", Reply.of("Take it?")));
        var write = screen.sends("Take it?");
        tell(new ChatProtocol.Closing());
        tell(new ChatProtocol.Offered("k2", Reply.of("And this?")));
        screen.isSilent();
        screen.chat.expectNoMessage(Duration.ZERO);
        write.replyTo().tell(Screen.written(81));

        screen.chat.expectMessage(new ChatProtocol.OfferShown("k1"));
        screen.chat.expectMessage(new ChatProtocol.Closed());
    }

    @Test
    void aReplysDocumentIsAFileWithTheButtonsUnderItAndHidesNothing() {
        var document = new Reply.Document("project-files.txt", "rm \u202etxt.x");
        var offered = Reply.of("It would bring **1 hook**.", new Reply.Button("✅ Trust", "/trust yes abc"));

        tell(new ChatProtocol.Replied(new Reply(offered.text(), offered.buttons(), document), "514"));

        var upload = (Outbox.Upload) screen.next();
        assertThat(upload.kind()).isEqualTo(Kind.REPLY);
        assertThat(upload.upload().fileName()).isEqualTo("project-files.txt");
        assertThat(((FileUpload.Bytes) upload.upload().content()).bytes().utf8String())
                .isEqualTo("rm ⟨U+202E⟩txt.x");
        assertThat(upload.upload().caption()).contains("It would bring <b>1 hook</b>.");
        assertThat(upload.upload().replyParameters().orElseThrow().getMessageId())
                .isEqualTo(514);
        assertThat(labels(upload.upload().replyMarkup().orElseThrow())).containsExactly("✅ Trust");
    }

    @Test
    void promptsThatAreRefusedInAFloodAreToldTogether() {
        tell(new ChatProtocol.Declined("Too many.", "513"));
        var first = screen.sends("Too many.");
        tell(new ChatProtocol.Declined("Too many.", "514"));
        tell(new ChatProtocol.Declined("Too many.", "515"));
        screen.isSilent();

        first.replyTo().tell(written(80));
        var next = screen.sends("2 messages were not taken; this is the last of them. Too many.");
        assertThat(message(next).getReplyParameters().getMessageId()).isEqualTo(515);
        next.replyTo().tell(new Outbox.Outcome.Uncertain(new IOException("timeout")));
        screen.sends("<i>(repeated)</i>\n\n2 messages were not taken; this is the last of them. Too many.")
                .replyTo()
                .tell(new Outbox.Outcome.Uncertain(new IOException("timeout")));
        tell(new ChatProtocol.Declined("Too many.", "516"));
        screen.sends("Too many.");
    }

    @Test
    void aSentenceThatMayBeLostIsSaidOnceMore() {
        var unclear = new Outbox.Outcome.Uncertain(new IOException("timeout"));
        tell(new ChatProtocol.Noticed("By the way."));
        var said = screen.sends("By the way.");
        LoggingTestKit.warn("unclear whether a message was sent").expect(KIT.system(), () -> {
            said.replyTo().tell(unclear);
            return null;
        });
        screen.isSilent();

        time.timePasses(ChatWriter.AGAIN_AFTER);
        var again = screen.sends("<i>(repeated)</i>\n\nBy the way.");
        LoggingTestKit.warn("unclear whether a message was sent").expect(KIT.system(), () -> {
            again.replyTo().tell(unclear);
            return null;
        });
        time.timePasses(ChatWriter.AGAIN_AFTER);
        screen.isSilent();
    }

    @Test
    void aTurnThatLastsLongSaysSoAndItsButtonStopsThatTurn() {
        tell(new ChatProtocol.Lingering(TURN, Duration.ofMinutes(30)));

        var said = screen.sends("⏳ Still working after 30 min. I'll keep going; tap Stop to end it.");
        assertThat(labels(message(said).getReplyMarkup())).containsExactly("⏹ Stop");
        assertThat(message(said).getReplyMarkup().toString()).contains("c|/stop turn " + TURN);
    }

    /** Where Telegram is slow, turns that waited in one chat may all have ended before their notices are there. */
    @Test
    void answersKeepTheirOrderAlthoughTheirNoticesComeLate() {
        start(TURN);
        tell(fetching(NEXT, "513", false));
        tell(fetching(LAST, "514", false));
        pass(Duration.ofMillis(1_500));
        var live = screen.sends("⏳ Working");
        var second = screen.sends("⏳ Getting your photo…");
        var third = screen.sends("⏳ Getting your photo…");
        end(TURN, "One.");
        tell(new ChatProtocol.Started(NEXT, "513"));
        end(NEXT, "Two.");
        tell(new ChatProtocol.Started(LAST, "514"));
        end(LAST, "Three.");

        live.replyTo().tell(written(77));
        screen.keeps(TURN, "77");
        screen.marks(TURN, 0);
        var one = screen.edits(77, "One.");
        second.replyTo().tell(written(78));
        screen.keeps(NEXT, "78");
        screen.deletes(78);
        screen.keeps(NEXT, null);
        third.replyTo().tell(written(79));
        screen.keeps(LAST, "79");
        screen.deletes(79);
        screen.keeps(LAST, null);
        one.replyTo().tell(written(77));
        screen.hasDelivered(TURN);
        screen.marks(NEXT, 0);
        screen.sends("Two.").replyTo().tell(written(80));
        screen.hasDelivered(NEXT);
        screen.marks(LAST, 0);
        screen.sends("Three.");
    }

    private ActorRef<ChatProtocol.Event> spawn() {
        return KIT.spawn(
                processed.of(ChatView.create(ADA, screen.chat.ref(), screen.outbox.ref(), new OpenQuestions(), clock)));
    }

    private void start(TurnId turn) {
        tell(new ChatProtocol.Waiting(turn, "512", 0));
        tell(new ChatProtocol.Started(turn, "512"));
    }

    private void waitsWithNotice(int id) {
        tell(queued(3));
        screen.sends("⏳ 3rd in line, about 40 s.").replyTo().tell(written(id));
        screen.keeps(TURN, "w" + id);
    }

    /** It has a notice, for another of its chat runs. */
    private void waitsInItsChat(TurnId turn, String prompt, int id) {
        tell(new ChatProtocol.Waiting(turn, prompt, 1));
        screen.sends("⏳ Queued. Runs when the current task is done.").replyTo().tell(written(id));
        screen.keeps(turn, "w" + id);
    }

    private Outbox.Write liveMessageOnItsWay() {
        start(TURN);
        pass(Duration.ofMillis(1_500));
        return screen.sends("⏳ Working");
    }

    private void runWithLiveMessage(int id) {
        liveMessageOnItsWay().replyTo().tell(written(id));
        screen.keeps(TURN, Integer.toString(id));
    }

    private void said(TurnId turn, String words) {
        tell(new ChatProtocol.Progressed(turn, new AgentProtocol.Said(words)));
    }

    private void end(TurnId turn, String text) {
        tell(new ChatProtocol.Ended(answered(turn, text)));
    }

    /** The chat has stored where the live message is. */
    private void endStored(TurnId turn, String text) {
        screen.stores();
        end(turn, text);
    }

    private static ChatProtocol.Queued queued(int place) {
        return new ChatProtocol.Queued(TURN, "512", place, 4, 4, Duration.ofSeconds(40));
    }

    private void tell(ChatProtocol.Event event) {
        processed.after(1, () -> view.tell(event));
    }

    /** Lets time pass tick by tick; each is worked off before the next. */
    private void pass(Duration duration) {
        for (var left = duration; !left.isZero(); left = left.minus(TICK)) {
            clock.pass(TICK);
            time.timePasses(TICK);
            said(new TurnId("nobody's"), "");
        }
    }
}
