package switchboard.telegram.view;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.telegram.view.Screen.ADA;
import static switchboard.telegram.view.Screen.TURN;
import static switchboard.telegram.view.Screen.answered;
import static switchboard.telegram.view.Screen.labels;
import static switchboard.telegram.view.Screen.message;
import static switchboard.telegram.view.Screen.rejected;
import static switchboard.telegram.view.Screen.written;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageCaption;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageReplyMarkup;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageText;
import switchboard.ManualClock;
import switchboard.agent.AgentProtocol;
import switchboard.chat.ChatProtocol;
import switchboard.model.Content;
import switchboard.model.Memo;
import switchboard.model.Question;
import switchboard.model.TurnId;
import switchboard.telegram.Processed;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;

class ChatViewQuestionsTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final Question PLAN = new Question.Plan("k1", "Move it.");
    private static final Outbox.Outcome UNCLEAR = new Outbox.Outcome.Uncertain(new IOException("timeout"));
    private static final String SHOWN =
            "📋 Claude has a plan\n\nMove it.\n\n<i>Reply with changes to keep planning.</i>";

    private final ManualTime time = ManualTime.get(KIT.system());
    private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(1_795_340_000));
    private final Screen screen = new Screen(KIT);
    private final OpenQuestions questions = new OpenQuestions();
    private final Processed processed = new Processed();
    private final ActorRef<ChatProtocol.Event> view =
            KIT.spawn(processed.of(ChatView.create(ADA, screen.chat.ref(), screen.outbox.ref(), questions, clock)));

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
    void aQuestionIsAMessageWithButtonsThatRings() {
        tell(new ChatProtocol.Asked(TURN, PLAN));

        var write = screen.sends(SHOWN);
        assertThat(write.kind()).isEqualTo(Kind.FINAL);
        assertThat(message(write).getDisableNotification()).isNull();
        assertThat(labels(message(write).getReplyMarkup()))
                .containsExactly("✅ Start", "Start, auto-accept edits", "Keep planning");
        assertThat(questions.find(ADA, "k1")).contains(PLAN);
        write.replyTo().tell(written(600));
        await(() -> questions.askedIn(ADA, 600).isPresent());
    }

    @Test
    void aFileThatIsGoneIsAskedAboutBeforeItsTurnStarts() {
        var photo = new Content.Attachment("f1", Content.Attachment.Kind.PHOTO, null, null, null);
        var gone = new Question.FileGone("get-1", List.of(Question.Missing.forNow(photo, "It has expired.")));
        tell(new ChatProtocol.Waiting(TURN, "512", 0));
        tell(new ChatProtocol.Fetching(TURN, "512", List.of(photo), false));
        tell(new ChatProtocol.Asked(TURN, gone));

        var write = screen.sends("⚠️ I can't get your photo\n\nIt has expired.\n\n<b>Try again</b> fetches it again."
                + " <b>Run without it</b> gives Claude the rest of your message. <b>Discard</b> drops the message.");
        assertThat(labels(message(write).getReplyMarkup())).containsExactly("Try again", "Run without it", "Discard");
        assertThat(questions.find(ADA, "get-1")).contains(gone);
    }

    @Test
    void aTranscriptRepliesToItsRecordingAndTheChatHearsOnceItIsThere() {
        var heard = new Question.Transcript("say-1", "512", "fix the build", Duration.ofSeconds(4), false);
        var note = new Content.Attachment("v1", Content.Attachment.Kind.VOICE, null, null, null);
        tell(new ChatProtocol.Transcribing(TURN, "512", List.of(note)));
        tell(new ChatProtocol.Asked(TURN, heard));

        var write = screen.next();
        assertThat(message((Outbox.Write) write).getReplyParameters().getMessageId())
                .isEqualTo(512);
        screen.chat.expectNoMessage(Duration.ofMillis(50));
        ((Outbox.Write) write).replyTo().tell(written(600));
        while (!screen.chat.receiveMessage().equals(new ChatProtocol.QuestionShown("say-1"))) {} // what it remembers
    }

    @Test
    void aQuestionThatIsAskedAgainBeforeItsMessageIsKnownStaysOpen() {
        tell(new ChatProtocol.Asked(TURN, PLAN));
        var write = screen.sends(SHOWN);
        tell(new ChatProtocol.Settled(TURN, "k1", "Trying again"));
        tell(new ChatProtocol.Asked(TURN, PLAN));
        write.replyTo().tell(written(600));

        await(() -> questions.askedIn(ADA, 600).isPresent());
        assertThat(questions.find(ADA, "k1")).contains(PLAN);
    }

    @Test
    void onceItIsSettledItsMessageSaysHowAndItIsOpenNoMore() {
        tell(new ChatProtocol.Asked(TURN, PLAN));
        screen.sends(SHOWN).replyTo().tell(written(600));
        await(() -> questions.askedIn(ADA, 600).isPresent());
        tell(new ChatProtocol.Settled(TURN, "k1", "Approved (Ada)"));

        var edit = screen.edits(600, SHOWN + "\n\n▸ Approved (Ada)");
        assertThat(labels(((EditMessageText) edit.method()).getReplyMarkup())).isEmpty();
        assertThat(questions.find(ADA, "k1")).isEmpty();
        assertThat(questions.askedIn(ADA, 600)).isEmpty();
    }

    @Test
    void whatIsSettledBeforeItsMessageIsKnownIsEditedThen() {
        tell(new ChatProtocol.Asked(TURN, PLAN));
        var write = screen.sends(SHOWN);
        tell(new ChatProtocol.Settled(TURN, "k1", "Withdrawn"));
        assertThat(questions.find(ADA, "k1")).isEmpty();
        screen.isSilent();

        write.replyTo().tell(written(600));
        screen.edits(600, SHOWN + "\n\n▸ Withdrawn");
    }

    @Test
    void aLongQuestionIsAFileWithTheButtonsUnderIt() {
        var command = JsonNodeFactory.instance.objectNode().put("command", "x".repeat(5_000));
        tell(new ChatProtocol.Asked(TURN, new Question.Permission("k2", "Bash", command, List.of())));

        var upload = (Outbox.Upload) screen.next();
        assertThat(upload.kind()).isEqualTo(Kind.FINAL);
        assertThat(upload.upload().fileName()).isEqualTo("request-bash.md");
        assertThat(labels(upload.upload().replyMarkup().orElseThrow())).containsExactly("✅ Allow", "❌ Deny");
        upload.replyTo().tell(written(600));
        await(() -> questions.askedIn(ADA, 600).isPresent());

        tell(new ChatProtocol.Settled(TURN, "k2", "Allowed"));
        var edit = (EditMessageCaption) ((Outbox.Write) screen.next()).method();
        assertThat(edit.getMessageId()).isEqualTo(600);
        assertThat(edit.getCaption()).endsWith("▸ Allowed");
        assertThat(labels(edit.getReplyMarkup())).isEmpty();
    }

    @Test
    void aQuestionThatMayBeLostIsAskedOnceMoreSoonAndThenSlowlyWhileItIsOpen() {
        tell(new ChatProtocol.Asked(TURN, PLAN));
        answer(screen.sends(SHOWN), UNCLEAR);
        screen.isSilent();
        processed.after(1, () -> time.timePasses(Duration.ofSeconds(5)));
        answer(screen.sends("<i>(repeated)</i>\n\n" + SHOWN), UNCLEAR);
        time.timePasses(Duration.ofSeconds(119));
        screen.isSilent();

        processed.after(1, () -> time.timePasses(Duration.ofSeconds(1)));
        answer(screen.sends("<i>(repeated)</i>\n\n" + SHOWN), written(600));
        assertThat(questions.askedIn(ADA, 600)).contains(PLAN);
    }

    @Test
    void aQuestionThatTelegramRefusesIsTriedAgainSlowlyAndHoldsUpNoReply() {
        tell(new ChatProtocol.Asked(TURN, PLAN));
        answer(screen.sends(SHOWN), Screen.rejected(403, "Forbidden: bot was kicked"));
        assertThat(questions.whenShown(ADA).toCompletableFuture()).isDone();

        time.timePasses(Duration.ofSeconds(59));
        screen.isSilent();
        time.timePasses(Duration.ofSeconds(1));
        screen.sends(SHOWN);
    }

    @Test
    void aQuestionThatIsSettledBeforeItCouldBeShownIsShownNoMore() {
        tell(new ChatProtocol.Asked(TURN, PLAN));
        answer(screen.sends(SHOWN), UNCLEAR);
        tell(new ChatProtocol.Settled(TURN, "k1", "Withdrawn"));

        processed.after(1, () -> time.timePasses(Duration.ofSeconds(5)));
        screen.isSilent();
    }

    @Test
    void whileAPersonIsAskedNothingNewIsShown() {
        tell(new ChatProtocol.Waiting(TURN, "512", 0));
        tell(new ChatProtocol.Started(TURN, "512"));
        tell(new ChatProtocol.Asked(TURN, PLAN));
        screen.sends(SHOWN).replyTo().tell(written(600));
        await(() -> questions.askedIn(ADA, 600).isPresent());
        pass(Duration.ofSeconds(10));
        screen.isSilent();

        tell(new ChatProtocol.Settled(TURN, "k1", "Approved"));
        screen.edits(600, SHOWN + "\n\n▸ Approved");
        pass(Duration.ofMillis(500));
        screen.sends("⏳ 10s");
    }

    @Test
    void aQuestionFreezesTheLiveMessageAboveIt() {
        tell(new ChatProtocol.Waiting(TURN, "512", 0));
        tell(new ChatProtocol.Started(TURN, "512"));
        pass(Duration.ofMillis(1_500));
        screen.sends("⏳ Working").replyTo().tell(written(77));
        screen.keeps(TURN, "77");
        tell(new ChatProtocol.Asked(TURN, PLAN));

        screen.deletes(77);
        screen.sends(SHOWN);
    }

    @Test
    void whereNoFilesAreTakenALongQuestionComesInMessages() {
        var plan = new Question.Plan("k1", "step\n".repeat(1_500));
        tell(new ChatProtocol.Asked(TURN, plan));
        var upload = (Outbox.Upload) screen.next();
        upload.replyTo().tell(rejected(400, "Bad Request: not enough rights to send documents to the chat"));

        var whole = new StringBuilder();
        while (whole.length() < plan.plan().length() - 1) {
            whole.append(message((Outbox.Write) screen.next()).getText());
        }
        assertThat(whole.toString().strip()).isEqualTo(plan.plan().strip());
        var asked = message((Outbox.Write) screen.next());
        assertThat(asked.getText()).startsWith("📋 Claude has a plan");
        assertThat(labels(asked.getReplyMarkup())).contains("Keep planning");
    }

    @Test
    void aQuestionThatCouldNotBeShownIsShownAtOnceWhenAPersonIsThere() {
        tell(new ChatProtocol.Asked(TURN, PLAN));
        answer(screen.sends(SHOWN), rejected(400, "Bad Request: odd"));
        tell(new ChatProtocol.Waiting(new TurnId("next"), "513", 0));

        screen.sends(SHOWN);
    }

    @Test
    void whatWasSaidBeforeAQuestionIsAboveItHoweverYoungTheTurnIs() {
        start();
        said("I look.");
        tell(new ChatProtocol.Asked(TURN, PLAN));
        assertThat(questions.find(ADA, "k1")).as("a press counts at once").contains(PLAN);

        var above = screen.sends("I look.");
        assertThat(message(above).getReplyParameters().getMessageId()).isEqualTo(512);
        assertThat(above.kind()).isEqualTo(Kind.FINAL);
        pass(Duration.ofSeconds(3));
        screen.isSilent();
        answer(above, written(70));
        screen.keeps(TURN, above("I look."));
        answer(screen.sends(SHOWN), written(71));

        tell(new ChatProtocol.Settled(TURN, "k1", "Approved"));
        screen.edits(71, SHOWN + "\n\n▸ Approved");
        tell(new ChatProtocol.Ended(answered(TURN, "I look.\n\nDone.")));
        screen.keepsOpen(71);
        screen.marks(TURN, 0);
        screen.sends("Done.");
    }

    @Test
    void aLiveMessageBecomesWhatIsAboveTheQuestion() {
        start();
        pass(Duration.ofMillis(1_500));
        var live = screen.sends("⏳ Working");
        said("I look.");
        tell(new ChatProtocol.Asked(TURN, PLAN));
        screen.isSilent();

        answer(live, written(70));
        screen.keeps(TURN, "70");
        answer(screen.edits(70, "I look."), written(70));
        screen.keeps(TURN, above("I look."));
        screen.sends(SHOWN);
    }

    @Test
    void aLiveMessageThatWasDeletedIsSentAgainAboveTheQuestion() {
        start();
        pass(Duration.ofMillis(1_500));
        answer(screen.sends("⏳ Working"), written(70));
        screen.keeps(TURN, "70");
        said("I look.");
        tell(new ChatProtocol.Asked(TURN, PLAN));
        answer(screen.edits(70, "I look."), Screen.GONE);

        answer(screen.sends("I look."), written(71));
        screen.keeps(TURN, above("I look."));
        screen.sends(SHOWN);
    }

    @Test
    void whatMayNotBeAboveIsSentAgainBeforeTheQuestion() {
        start();
        said("I look.");
        tell(new ChatProtocol.Asked(TURN, PLAN));
        answer(screen.sends("I look."), UNCLEAR);
        screen.isSilent();

        processed.after(1, () -> time.timePasses(ChatWriter.AGAIN_AFTER));
        answer(screen.sends("<i>(repeated)</i>\n\nI look."), written(70));
        screen.keeps(TURN, above("I look."));
        screen.sends(SHOWN);
    }

    @Test
    void whatTelegramRefusesHoldsUpNoQuestionAndComesInTheAnswer() {
        start();
        said("I look.");
        tell(new ChatProtocol.Asked(TURN, PLAN));
        answer(screen.sends("I look."), Screen.rejected(403, "Forbidden: bot was kicked"));
        screen.keeps(TURN, null);
        answer(screen.sends(SHOWN), written(71));

        tell(new ChatProtocol.Ended(answered(TURN, "I look.\n\nDone.")));
        screen.keepsOpen(71);
        screen.marks(TURN, 0);
        screen.sends("I look.\n\nDone.");
    }

    @Test
    void aLongTextIsWholeAboveTheQuestion() {
        start();
        var two = "first ".repeat(600).strip() + "\n\n" + "second ".repeat(500).strip();
        said(two);
        tell(new ChatProtocol.Asked(TURN, PLAN));
        answer(screen.sends("first ".repeat(600).strip()), written(70));
        answer(screen.sends("second ".repeat(500).strip()), written(71));
        screen.keeps(TURN, above(two));
        answer(screen.sends(SHOWN), written(72));
        screen.keepsOpen(72);

        var many = "a paragraph ".repeat(40).strip() + "\n\n";
        tell(new ChatProtocol.Settled(TURN, "k1", "Approved"));
        screen.next();
        said(many.repeat(40).strip());
        tell(new ChatProtocol.Asked(TURN, new Question.Plan("k2", "Move it.")));
        answer((Outbox.Write) screen.next(), written(73));
        var file = (Outbox.Upload) screen.next();
        assertThat(file.upload().fileName()).isEqualTo("so-far-a-paragraph-a-paragraph-a-paragraph.md");
        processed.after(1, () -> file.replyTo().tell(written(74)));
        screen.chat.receiveMessage();
        screen.sends(SHOWN);
    }

    @Test
    void aQuestionThatIsSettledBeforeItsTurnHasComeIsNotShown() {
        start();
        said("I look.");
        tell(new ChatProtocol.Asked(TURN, PLAN));
        tell(new ChatProtocol.Settled(TURN, "k1", "Withdrawn"));
        answer(screen.sends("I look."), written(70));
        screen.keeps(TURN, above("I look."));
        screen.isSilent();
    }

    @Test
    void atTheStopWhatMayNotBeAboveIsNotSentAgain() {
        start();
        said("I look.");
        tell(new ChatProtocol.Asked(TURN, PLAN));
        var above = screen.sends("I look.");
        tell(new ChatProtocol.Closing());
        above.replyTo().tell(UNCLEAR);

        screen.keeps(TURN, null);
        screen.hasClosed();
        screen.isSilent();
    }

    @Test
    void aQuestionThatIsAskedOnceMoreComesBelowAndItsFirstMessagePointsThere() {
        start();
        tell(new ChatProtocol.Asked(TURN, PLAN));
        answer(screen.sends(SHOWN), written(600));
        screen.keepsOpen(600);
        tell(new ChatProtocol.Asked(TURN, PLAN));

        var old = screen.edits(600, SHOWN + "\n\n▸ Asked again below");
        assertThat(labels(((EditMessageText) old.method()).getReplyMarkup())).isEmpty();
        var again = screen.sends(SHOWN);
        assertThat(labels(message(again).getReplyMarkup())).contains("✅ Start");
        answer(old, written(600));
        screen.keepsOpen();
        answer(again, written(601));
        screen.keepsOpen(601);
        assertThat(questions.askedIn(ADA, 600))
                .as("a reply to the first counts")
                .contains(PLAN);

        tell(new ChatProtocol.Settled(TURN, "k1", "Approved"));
        screen.edits(601, SHOWN + "\n\n▸ Approved");
        pass(Duration.ofMillis(1_500));
        screen.sends("⏳ Working");
    }

    @Test
    void aQuestionWhoseMessageIsOnItsWayIsNotSentTwice() {
        tell(new ChatProtocol.Asked(TURN, PLAN));
        var first = screen.sends(SHOWN);
        tell(new ChatProtocol.Asked(TURN, PLAN));
        screen.isSilent();

        answer(first, UNCLEAR);
        tell(new ChatProtocol.Asked(TURN, PLAN));
        answer(screen.sends("<i>(repeated)</i>\n\n" + SHOWN), written(600));
        screen.keepsOpen(600);
        processed.after(1, () -> time.timePasses(Duration.ofSeconds(5)));
        screen.isSilent();
    }

    @Test
    void aMessageWithButtonsIsKeptUntilTelegramHasTakenThemAway() {
        tell(new ChatProtocol.Asked(TURN, PLAN));
        screen.sends(SHOWN).replyTo().tell(written(600));
        screen.keepsOpen(600);
        tell(new ChatProtocol.Settled(TURN, "k1", "Approved"));
        var edit = screen.edits(600, SHOWN + "\n\n▸ Approved");
        screen.chat.expectNoMessage(Duration.ZERO);

        edit.replyTo().tell(written(600));
        screen.keepsOpen();
    }

    @Test
    void buttonsThatAnEarlierViewHasLeftAreTakenAway() {
        tell(Screen.rememberedOpen(600, 601));
        var first = takesButtons(600);
        takesButtons(601);

        first.replyTo().tell(Screen.GONE);
        screen.keepsOpen(601);
    }

    @Test
    void buttonsOfThisViewsOwnQuestionsStay() {
        tell(new ChatProtocol.Asked(TURN, PLAN));
        screen.sends(SHOWN).replyTo().tell(written(600));
        screen.keepsOpen(600);

        tell(Screen.rememberedOpen(600));
        screen.isSilent();
    }

    @Test
    void ticksAreShownOneEditAtATimeAndTheLastStateWins() {
        tell(new ChatProtocol.Asked(TURN, letters()));
        var asked = (Outbox.Write) screen.next();
        tell(new ChatProtocol.Ticked(TURN, letters(0)));
        screen.isSilent();
        answer(asked, written(600));
        var first = showsKeys(600, "☑ A", "☐ B", "Done");

        tell(new ChatProtocol.Ticked(TURN, letters(0, 1)));
        tell(new ChatProtocol.Ticked(TURN, letters(1)));
        screen.isSilent();
        answer(first, written(600));
        answer(showsKeys(600, "☐ A", "☑ B", "Done"), written(600));
        screen.isSilent();

        tell(new ChatProtocol.Settled(TURN, "k1", "Answered: B"));
        assertThat(((EditMessageText) ((Outbox.Write) screen.next()).method()).getText())
                .endsWith("▸ Answered: B");
    }

    @Test
    void aViewThatStartsAgainShowsWhatIsTicked() {
        tell(new ChatProtocol.Asked(TURN, letters(1)));

        assertThat(labels(message((Outbox.Write) screen.next()).getReplyMarkup()))
                .containsExactly("☐ A", "☑ B", "Done");
    }

    private static Question.Choice letters(Integer... ticked) {
        var options = List.of(new Question.Option("A", ""), new Question.Option("B", ""));
        return new Question.Choice("k1", 1, 1, "Which letters?", options, true, Set.of(ticked));
    }

    private Outbox.Write showsKeys(int message, String... labels) {
        var write = (Outbox.Write) screen.next();
        assertThat(write.method()).isInstanceOfSatisfying(EditMessageReplyMarkup.class, edit -> {
            assertThat(edit.getMessageId()).isEqualTo(message);
            assertThat(labels(edit.getReplyMarkup())).containsExactly(labels);
        });
        return write;
    }

    @Test
    void whileAQuestionIsOpenWhatIsQueuedIsOfferedAsItsAnswer() {
        start();
        tell(new ChatProtocol.Asked(TURN, PLAN));
        answer(screen.sends(SHOWN), written(500));
        var next = new TurnId("turn-2");
        tell(new ChatProtocol.Waiting(next, "513", 1));
        var notice = screen.sends("⏳ Queued. Claude is still waiting for your OK above: tap a button.");
        assertThat(labels(message(notice).getReplyMarkup()))
                .containsExactly("Keep planning, and tell Claude this", "Cancel");
        answer(notice, written(77));

        tell(new ChatProtocol.Settled(TURN, "k1", "Approved"));
        pass(Duration.ofMillis(500));
        var later = screen.previews();
        assertThat(later.getText()).isEqualTo("⏳ Queued. Runs when the current task is done.");
        assertThat(labels(later.getReplyMarkup())).containsExactly("Cancel");

        tell(new ChatProtocol.Asked(TURN, new Question.Plan("k2", "Move it.")));
        pass(Duration.ofMillis(500));
        assertThat(labels(screen.previews().getReplyMarkup())).hasSize(2);
    }

    private void start() {
        tell(new ChatProtocol.Waiting(TURN, "512", 0));
        tell(new ChatProtocol.Started(TURN, "512"));
    }

    private void said(String words) {
        tell(new ChatProtocol.Progressed(TURN, new AgentProtocol.Said(words)));
    }

    /** The reference of a turn whose text is above. */
    private static String above(String text) {
        return Objects.requireNonNull(LiveMessageState.NONE.under(text).word());
    }

    private Outbox.Write takesButtons(int message) {
        var write = (Outbox.Write) screen.next();
        assertThat(write.method()).isInstanceOfSatisfying(EditMessageReplyMarkup.class, edit -> {
            assertThat(edit.getMessageId()).isEqualTo(message);
            assertThat(labels(edit.getReplyMarkup())).isEmpty();
        });
        return write;
    }

    private void answer(Outbox.Write write, Outbox.Outcome outcome) {
        processed.after(1, () -> write.replyTo().tell(outcome));
    }

    private void tell(ChatProtocol.Event event) {
        processed.after(1, () -> view.tell(event));
    }

    private void pass(Duration duration) {
        var tick = Duration.ofMillis(500);
        for (var left = duration; !left.isZero(); left = left.minus(tick)) {
            clock.pass(tick);
            time.timePasses(tick);
            tell(new ChatProtocol.Dropped(new TurnId("nobody's")));
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(condition);
    }
}
