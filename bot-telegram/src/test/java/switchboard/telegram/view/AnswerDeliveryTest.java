package switchboard.telegram.view;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.telegram.view.Screen.ADA;
import static switchboard.telegram.view.Screen.GONE;
import static switchboard.telegram.view.Screen.TURN;
import static switchboard.telegram.view.Screen.answered;
import static switchboard.telegram.view.Screen.at;
import static switchboard.telegram.view.Screen.ended;
import static switchboard.telegram.view.Screen.labels;
import static switchboard.telegram.view.Screen.message;
import static switchboard.telegram.view.Screen.rejected;
import static switchboard.telegram.view.Screen.written;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageText;
import switchboard.chat.ChatProtocol;
import switchboard.model.ChatId;
import switchboard.model.Outcome;
import switchboard.model.PendingAnswer;
import switchboard.model.Reply;
import switchboard.telegram.Processed;
import switchboard.telegram.api.Failure;
import switchboard.telegram.api.FileUpload;
import switchboard.telegram.markdown.MessageSplitter;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;

class AnswerDeliveryTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final Outbox.Outcome TOO_LONG = rejected(400, "Bad Request: message is too long");
    private static final Outbox.Outcome UNCLEAR = new Outbox.Outcome.Uncertain(new IOException("timeout"));

    private final ManualTime time = ManualTime.get(KIT.system());
    private final Screen screen = new Screen(KIT);
    private final Processed processed = new Processed();
    private final List<Integer> written = new CopyOnWriteArrayList<>();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void aPartIsMarkedBeforeItIsSentAndKeptAfter() {
        deliver(answered(TURN, "Yes."), LiveMessageState.NONE);

        screen.marks(TURN, 0);
        var write = screen.sends("Yes.");
        assertThat(write.kind()).isEqualTo(Kind.FINAL);
        assertThat(message(write).getReplyParameters().getMessageId()).isEqualTo(512);
        assertThat(message(write).getParseMode()).isEqualTo("HTML");
        write.replyTo().tell(written(77));
        screen.hasDelivered(TURN);
        assertThat(written).containsExactly(77);
    }

    @Test
    void nothingIsSentThatIsNotStored() {
        deliver(answered(TURN, "Yes."), LiveMessageState.NONE);
        screen.isMarking(TURN, 0);
        screen.isSilent();

        screen.stores();
        screen.sends("Yes.");
    }

    @Test
    void aStopWhileNothingIsSentYetWaitsForNoStore() {
        var delivery = deliver(answered(TURN, "Yes."), LiveMessageState.NONE);
        screen.isMarking(TURN, 0);

        delivery.tell(new AnswerDelivery.Close());
        screen.chat.expectTerminated(delivery);
    }

    @Test
    void whatIsStoredTwiceIsSentOnce() {
        deliver(answered(TURN, "Yes."), LiveMessageState.NONE);
        screen.isMarking(TURN, 0);
        screen.stores();
        screen.stores();

        screen.sends("Yes.").replyTo().tell(written(77));
        screen.hasDelivered(TURN);
        screen.isSilent();
    }

    @Test
    void aLiveMessageBecomesTheFirstPartWithoutItsButtons() {
        deliver(answered(TURN, "Yes."), at(77));

        var write = screen.edits(77, "Yes.");
        assertThat(labels(((EditMessageText) write.method()).getReplyMarkup())).isEmpty();
        write.replyTo().tell(new Outbox.Outcome.Written(true));
        screen.hasDelivered(TURN);
    }

    @Test
    void aLiveMessageThatCameAfterItsTurnHasEndedIsEditedOnceTheChatKnowsIt() {
        deliverLate(answered(TURN, "Yes."), at(77));
        screen.isMarking(TURN, 0);
        screen.isSilent();

        screen.stores();
        screen.edits(77, "Yes.").replyTo().tell(new Outbox.Outcome.Written(true));
        screen.hasDelivered(TURN);
    }

    @Test
    void aLiveMessageThatIsGoneIsReplacedBelow() {
        deliver(answered(TURN, "Yes."), at(77));
        screen.edits(77, "Yes.").replyTo().tell(GONE);

        screen.marks(TURN, 0);
        screen.sends("Yes.").replyTo().tell(written(78));
        screen.hasDelivered(TURN);
    }

    @Test
    void anEditThatRingsForNobodyIsFollowedByAMessage() {
        deliver(ended(TURN, Outcome.answered("Yes."), 25_000), at(77));
        screen.edits(77, "Yes.\n\n<i>25s</i>").replyTo().tell(written(77));

        screen.marksAfter("77", TURN, 1);
        var ring = screen.sends("✅ Done after 25s.");
        assertThat(message(ring).getReplyParameters().getMessageId()).isEqualTo(512);
        assertThat(message(ring).getDisableNotification()).isNull();
        ring.replyTo().tell(written(78));
        screen.hasDelivered(TURN);
    }

    @Test
    void theButtonsForWhatHasChangedAreUnderTheAnswerAndNotUnderTheRing() {
        var buttons = List.of(List.of(new Reply.Button("Undo", "/undo 1234")));
        deliver(
                new ChatProtocol.Ended(ended(TURN, Outcome.answered("Yes."), 25_000), null, buttons),
                new LiveMessages.Left(new TurnMemo(at(77), List.of()), true, Duration.ZERO));
        var edit = screen.edits(77, "Yes.\n\n<i>25s</i>");
        assertThat(labels(((EditMessageText) edit.method()).getReplyMarkup())).containsExactly("Undo");
        edit.replyTo().tell(written(77));

        screen.marksAfter("77", TURN, 1);
        assertThat(message(screen.sends("✅ Done after 25s.")).getReplyMarkup()).isNull();
    }

    @Test
    void theButtonsForWhatHasChangedAreUnderTheLastOfSeveralMessages() {
        var buttons = List.of(List.of(new Reply.Button("Undo", "/undo 1234")));
        deliver(
                new ChatProtocol.Ended(answered(TURN, twoMessages()), null, buttons),
                new LiveMessages.Left(new TurnMemo(LiveMessageState.NONE, List.of("1")), true, Duration.ZERO));
        screen.marksAfter("1", TURN, 1);

        var second = MessageSplitter.split(twoMessages(), AnswerText.LIMITS).getLast();
        assertThat(labels(message(screen.sends(second)).getReplyMarkup())).containsExactly("Undo");
    }

    @Test
    void anAnswerThatCameBelowItsLostLiveMessageHasRungAlready() {
        deliver(ended(TURN, Outcome.answered("Yes."), 25_000), at(77));
        screen.edits(77, "Yes.\n\n<i>25s</i>").replyTo().tell(GONE);

        screen.marks(TURN, 0);
        screen.sends("Yes.\n\n<i>25s</i>").replyTo().tell(written(78));
        screen.hasDelivered(TURN);
        screen.isSilent();
    }

    @Test
    void aSendWithoutClearOutcomeIsRepeatedAndSaysSoUntilTelegramHasConfirmedIt() {
        deliver(answered(TURN, "Yes."), LiveMessageState.NONE);
        screen.marks(TURN, 0);
        fails(screen.sends("Yes."));
        screen.isSilent();

        time.timePasses(Duration.ofSeconds(5));
        fails(screen.sends("<i>(repeated)</i>\n\nYes."));
        time.timePasses(Duration.ofSeconds(5));
        screen.isSilent();

        time.timePasses(Duration.ofSeconds(5));
        screen.sends("<i>(repeated)</i>\n\nYes.").replyTo().tell(written(77));
        screen.hasDelivered(TURN);
    }

    @Test
    void theMarkOfARepeatedPartIsNotCarriedOver() {
        deliver(answered(TURN, twoMessages()), LiveMessageState.NONE);
        screen.marks(TURN, 0);
        fails((Outbox.Write) screen.next());
        time.timePasses(Duration.ofSeconds(5));
        var repeated = (Outbox.Write) screen.next();
        assertThat(message(repeated).getText()).startsWith("<i>(repeated)</i>");
        repeated.replyTo().tell(written(77));
        screen.marksAfter("77", TURN, 1);
        assertThat(message((Outbox.Write) screen.next()).getText()).startsWith("Paragraph");
    }

    @Test
    void aFullPartHasRoomForItsMark() {
        deliver(answered(TURN, "x".repeat(8_000)), LiveMessageState.NONE, TurnMemo.SENDING);

        screen.marks(TURN, 0);
        assertThat(message((Outbox.Write) screen.next()).getText())
                .startsWith("<i>(repeated)</i>")
                .hasSizeBetween(4_000, 4_096 + "<i></i>".length());
    }

    @Test
    void partsComeInOrderEachAfterTheOther() {
        deliver(answered(TURN, twoMessages()), LiveMessageState.NONE);
        screen.marks(TURN, 0);
        var first = (Outbox.Write) screen.next();
        assertThat(message(first).getText()).startsWith("Paragraph 0 ");
        screen.isSilent();
        first.replyTo().tell(written(77));
        screen.marksAfter("77", TURN, 1);
        var second = (Outbox.Write) screen.next();
        assertThat(message(second).getText()).endsWith("Paragraph 99 has words.");
        assertThat(message(second).getReplyParameters()).isNull();
        second.replyTo().tell(written(78));
        screen.hasDelivered(TURN);
    }

    @Test
    void aVeryLongAnswerEndsWithAFile() {
        var answer = paragraphs(900);
        deliver(answered(TURN, answer), LiveMessageState.NONE);
        screen.marks(TURN, 0);
        ((Outbox.Write) screen.next()).replyTo().tell(written(77));
        screen.marksAfter("77", TURN, 1);
        var upload = (Outbox.Upload) screen.next();
        assertThat(upload.upload().fileName()).isEqualTo("paragraph-0-has-some-forty-or.md");
        upload.replyTo().tell(written(78));
        screen.hasDelivered(TURN);
    }

    @Test
    void afterARestartWhatIsShownStays() {
        deliver(answered(TURN, "Yes."), at(77), "77");

        screen.hasDelivered(TURN);
        screen.isSilent();
    }

    @Test
    void afterARestartAnEditIsMadeAgain() {
        deliver(answered(TURN, "Yes."), at(77));

        screen.edits(77, "Yes.").replyTo().tell(new Outbox.Outcome.Written(true));
        screen.hasDelivered(TURN);
    }

    @Test
    void afterARestartWhatMayHaveBeenSentIsRepeatedOnceAndSaysSo() {
        deliver(answered(TURN, "Yes."), LiveMessageState.NONE, TurnMemo.SENDING);

        screen.marks(TURN, 0);
        screen.sends("<i>(repeated)</i>\n\nYes.").replyTo().tell(written(78));
        screen.hasDelivered(TURN);
    }

    @Test
    void afterARestartOnlyTheMissingPartsAreSent() {
        deliver(answered(TURN, twoMessages()), LiveMessageState.NONE, "77", TurnMemo.SENDING);

        screen.marks(TURN, 1);
        var write = (Outbox.Write) screen.next();
        assertThat(message(write).getText())
                .startsWith("<i>(repeated)</i>\n\nParagraph")
                .endsWith("99 has words.");
        assertThat(message(write).getReplyParameters()).isNull();
    }

    @Test
    void aRefusedPartComesAsAFileAndTheOthersFollow() {
        deliver(answered(TURN, twoMessages()), LiveMessageState.NONE);
        screen.marks(TURN, 0);
        ((Outbox.Write) screen.next()).replyTo().tell(TOO_LONG);
        var file = (Outbox.Upload) screen.next();
        assertThat(((FileUpload.Bytes) file.upload().content()).bytes().utf8String())
                .startsWith("Paragraph 0 ");
        file.replyTo().tell(written(77));

        screen.marksAfter("77", TURN, 1);
        ((Outbox.Write) screen.next()).replyTo().tell(written(78));
        screen.hasDelivered(TURN);
    }

    @Test
    void whereNoFilesAreTakenARefusedPartComesWithoutMarkup() {
        deliver(answered(TURN, "**Yes.**"), LiveMessageState.NONE);
        screen.marks(TURN, 0);
        screen.sends("<b>Yes.</b>").replyTo().tell(TOO_LONG);
        ((Outbox.Upload) screen.next())
                .replyTo()
                .tell(rejected(400, "Bad Request: not enough rights to send documents to the chat"));

        screen.sends("**Yes.**").replyTo().tell(written(77));
        screen.hasDelivered(TURN);
    }

    @Test
    void theFileOfAVeryLongAnswerComesInMessagesWhereNoFilesAreTaken() {
        var answer = paragraphs(400);
        deliver(answered(TURN, answer), LiveMessageState.NONE);
        screen.marks(TURN, 0);
        ((Outbox.Write) screen.next()).replyTo().tell(written(77));
        screen.marksAfter("77", TURN, 1);
        ((Outbox.Upload) screen.next()).replyTo().tell(rejected(413, "Request Entity Too Large"));

        var said = new StringBuilder();
        while (said.length() < answer.length()) {
            var piece = (Outbox.Write) screen.next();
            said.append(message(piece).getText());
            piece.replyTo().tell(written(78));
        }
        assertThat(said).hasToString(answer);
        screen.hasDelivered(TURN);
    }

    @Test
    void thatAPartIsMissingIsSaidUntilTelegramTakesIt() {
        deliver(answered(TURN, "Yes."), LiveMessageState.NONE);
        screen.marks(TURN, 0);
        ((Outbox.Write) screen.next()).replyTo().tell(TOO_LONG);
        ((Outbox.Upload) screen.next()).replyTo().tell(TOO_LONG);
        ((Outbox.Write) screen.next()).replyTo().tell(TOO_LONG);

        var missing = "⚠️ Telegram refuses a part of this answer (Bad Request: message is too long). Claude's session"
                + " has it: ask for it again, in smaller pieces.";
        processed.after(1, () -> screen.sends(missing).replyTo().tell(TOO_LONG));
        screen.isSilent();
        time.timePasses(Duration.ofMinutes(1));
        screen.sends(missing).replyTo().tell(written(77));
        screen.hasDelivered(TURN);
    }

    @Test
    void whatWaitsForAnotherTryIsTriedAtOnceWhenAPersonIsThere() {
        var delivery = deliver(answered(TURN, "Yes."), LiveMessageState.NONE);
        screen.marks(TURN, 0);
        fails(screen.sends("Yes."));
        delivery.tell(new AnswerDelivery.Hurry());

        screen.sends("<i>(repeated)</i>\n\nYes.").replyTo().tell(written(77));
        screen.hasDelivered(TURN);
    }

    @Test
    void aSendThatIsUnderWayIsNotHurried() {
        var delivery = deliver(answered(TURN, "Yes."), LiveMessageState.NONE);
        screen.marks(TURN, 0);
        var write = screen.sends("Yes.");
        processed.after(1, () -> delivery.tell(new AnswerDelivery.Hurry()));
        screen.isSilent();

        write.replyTo().tell(written(77));
        screen.hasDelivered(TURN);
    }

    @Test
    void atTheStopAnAnswerDoesNotWaitForAnotherTry() {
        var delivery = deliver(answered(TURN, "Yes."), LiveMessageState.NONE);
        screen.marks(TURN, 0);
        fails(screen.sends("Yes."));

        delivery.tell(new AnswerDelivery.Close());
        screen.chat.expectTerminated(delivery);
        screen.chat.expectNoMessage(Duration.ZERO);
    }

    @Test
    void atTheStopAnAnswerIsKeptThatTheBotMayNotWrite() {
        var delivery = deliver(answered(TURN, "Yes."), LiveMessageState.NONE);
        screen.marks(TURN, 0);
        var write = screen.sends("Yes.");
        processed.after(1, () -> delivery.tell(new AnswerDelivery.Close()));
        write.replyTo().tell(rejected(403, "Forbidden: bot was blocked by the user"));

        screen.chat.expectTerminated(delivery);
        screen.chat.expectNoMessage(Duration.ZERO);
    }

    @Test
    void atTheStopASendThatIsUnderWayIsWaitedFor() {
        var delivery = deliver(answered(TURN, "Yes."), LiveMessageState.NONE);
        screen.marks(TURN, 0);
        var write = screen.sends("Yes.");
        delivery.tell(new AnswerDelivery.Close());
        write.replyTo().tell(written(77));

        screen.hasDelivered(TURN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user is deactivated", "the group chat was deleted", "bots can't send messages to bots"})
    void whatNobodyWillEverReadIsSentNoMoreAndTheLogTellsWhereItIs(String refusal) {
        LoggingTestKit.error("it is in the Claude session").expect(KIT.system(), () -> {
            deliver(answered(TURN, twoMessages()), LiveMessageState.NONE);
            screen.marks(TURN, 0);
            ((Outbox.Write) screen.next()).replyTo().tell(rejected(403, "Forbidden: " + refusal));
            screen.hasDelivered(TURN);
            return null;
        });
        screen.isSilent();
    }

    @Test
    @SuppressWarnings("NullAway") // nothing else is known to fail
    void whatCannotBeLaidOutIsShownWithoutMarkdown() {
        var broken = new PendingAnswer(TURN, Outcome.answered("*Yes.*"), null, "512", Instant.EPOCH);
        LoggingTestKit.error("An answer cannot be laid out").expect(KIT.system(), () -> deliver(broken, at(77)));

        screen.edits(77, "*Yes.*").replyTo().tell(written(77));
        screen.hasDelivered(TURN);
    }

    @Test
    void anAnswerToAGroupThatHasMigratedIsLeftToTheNewChat() {
        var migrated = new Outbox.Outcome.Rejected(new Failure.Refused(
                400, "Bad Request: group chat was upgraded to a supergroup chat", OptionalLong.of(-1001)));
        for (var live : List.of(LiveMessageState.NONE, at(77))) {
            var delivery = deliver(answered(TURN, "Yes."), live);
            if (live.message().isEmpty()) {
                screen.marks(TURN, 0);
            }
            ((Outbox.Write) screen.next()).replyTo().tell(migrated);

            screen.chat.expectTerminated(delivery);
            screen.chat.expectNoMessage(Duration.ZERO);
        }
    }

    @Test
    void anAnswerStaysInItsTopic() {
        KIT.spawn(AnswerDelivery.create(
                new ChatId(-1001, 77),
                screen.outbox.ref(),
                screen.chat.ref(),
                new ChatProtocol.Ended(answered(TURN, "Yes.")),
                new LiveMessages.Left(TurnMemo.NONE, true, Duration.ZERO),
                written::add));

        screen.marks(TURN, 0);
        assertThat(message(screen.sends("Yes.")).getMessageThreadId()).isEqualTo(77);
    }

    /** Its outcome is unclear. */
    private void fails(Outbox.Write write) {
        processed.after(1, () -> write.replyTo().tell(UNCLEAR));
    }

    /** The chat has stored where its live message is. */
    private ActorRef<AnswerDelivery.Command> deliver(PendingAnswer delivery, LiveMessageState live, String... parts) {
        return deliver(delivery, new LiveMessages.Left(new TurnMemo(live, List.of(parts)), true, Duration.ZERO));
    }

    /** The chat has not stored yet where its live message is. */
    private ActorRef<AnswerDelivery.Command> deliverLate(PendingAnswer delivery, LiveMessageState live) {
        return deliver(delivery, new LiveMessages.Left(new TurnMemo(live, List.of()), false, Duration.ZERO));
    }

    private ActorRef<AnswerDelivery.Command> deliver(PendingAnswer delivery, LiveMessages.Left left) {
        return deliver(new ChatProtocol.Ended(delivery), left);
    }

    private ActorRef<AnswerDelivery.Command> deliver(ChatProtocol.Ended ended, LiveMessages.Left left) {
        return KIT.spawn(processed.of(
                AnswerDelivery.create(ADA, screen.outbox.ref(), screen.chat.ref(), ended, left, written::add)));
    }

    private static String twoMessages() {
        var text = paragraphs(100);
        assertThat(MessageSplitter.split(text)).hasSize(2);
        return text;
    }

    private static String paragraphs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(
                        Locale.ROOT, "Paragraph %d has%s words.", i, i == 99 ? "" : " some forty or fifty more"))
                .collect(Collectors.joining("\n\n"));
    }
}
