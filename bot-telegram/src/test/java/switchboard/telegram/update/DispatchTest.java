package switchboard.telegram.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageReplyMarkup;
import switchboard.Engine;
import switchboard.ManualClock;
import switchboard.audit.AuditEntry;
import switchboard.board.Board;
import switchboard.chat.ChatProtocol;
import switchboard.command.SlashCommands;
import switchboard.model.Activity;
import switchboard.model.Caller;
import switchboard.model.ChatId;
import switchboard.model.ChatName;
import switchboard.model.ChatState;
import switchboard.model.ChatSummary;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.People;
import switchboard.model.Question;
import switchboard.model.Session;
import switchboard.model.TurnId;
import switchboard.telegram.outbox.Outbox;
import switchboard.telegram.update.media.Brought;
import switchboard.telegram.view.ButtonData;
import switchboard.telegram.view.OpenQuestions;

class DispatchTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final ChatId ADA = ChatId.of(111);
    private static final ChatId TOPIC = new ChatId(-1001, 77);
    private static final Question PERMISSION =
            new Question.Permission("k1", "Bash", JsonNodeFactory.instance.objectNode(), List.of());
    private static final Question CHOICE =
            new Question.Choice("k2", 1, 1, "Which?", List.of(new Question.Option("Blue", "")));

    private final ManualTime time = ManualTime.get(KIT.system());
    private final ManualClock clock = new ManualClock(Updates.SAID_AT);
    private final TestProbe<Engine.Command> engine = KIT.createTestProbe(Engine.Command.class);
    private final TestProbe<Outbox.Command> outbox = KIT.createTestProbe(Outbox.Command.class);
    private final OpenQuestions questions = new OpenQuestions();
    private final List<AuditEntry> audited = new CopyOnWriteArrayList<>();
    private final Oversight oversight =
            new Oversight(new RateLimit(new RateLimit.Allowance(2, Duration.ofSeconds(60))), audited::add);
    private final Dispatch dispatch = new Dispatch(
            KIT.system(), engine.ref(), outbox.ref(), questions, SlashCommands.installed(), oversight, clock);

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void aPromptIsHandedOverOnceItsChatHasStoredIt() {
        var done = dispatch.dispatch(new Inbound.Ask(source(ADA), "why?", 0));

        var submit = delivered(ADA, ChatProtocol.Submit.class);
        assertThat(submit.prompt().text()).isEqualTo("why?");
        assertThat(submit.prompt().message()).isEqualTo("512");
        assertThat(submit.seen()).containsExactly(7L);
        assertThat(submit.chatName()).isEqualTo(new ChatName("Dev", null));
        assertThat(submit.overflow()).isFalse();
        assertThat(done.toCompletableFuture()).isNotDone();
        submit.replyTo().tell(new ChatProtocol.Accepted());
        assertThat(done.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(3));
    }

    @Test
    void whatIsLeftOfAPasteThatWasTakenInPartIsHandedOverToo() {
        var pieces = List.of(
                new Inbound.Piece(8, 18, " ", EntityText.plain("and more")),
                new Inbound.Piece(9, 19, " ", EntityText.plain("and the end")));
        var done = dispatch.dispatch(
                new Inbound.Ask(source(ADA), EntityText.plain("The beginning"), 0, List.of(), pieces));
        var whole = delivered(ADA, ChatProtocol.Submit.class);
        assertThat(whole.prompt().text()).isEqualTo("The beginning and more and the end");
        assertThat(whole.seen()).containsExactly(7L, 8L, 9L);
        whole.replyTo().tell(new ChatProtocol.SeenInPart(List.of(7L)));

        var rest = delivered(ADA, ChatProtocol.Submit.class);
        assertThat(rest.prompt().text()).isEqualTo("and more and the end");
        assertThat(rest.seen()).containsExactly(8L, 9L);
        assertThat(done.toCompletableFuture()).isNotDone();
        rest.replyTo().tell(new ChatProtocol.Accepted());
        assertThat(done.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(3));
    }

    @Test
    void whatNobodyStoresIn10sFails() {
        var done = dispatch.dispatch(new Inbound.Ask(source(ADA), "why?", 0));
        delivered(ADA, ChatProtocol.Submit.class);

        time.timePasses(Duration.ofSeconds(10));
        assertThat(done.toCompletableFuture())
                .failsWithin(Duration.ofSeconds(3))
                .withThrowableThat()
                .withCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void whoSendsTooMuchIsToldHowLongToWaitAndNothingReachesAnyChat() {
        dispatch.dispatch(asked(1, 0));
        dispatch.dispatch(command(2, "status", 20));
        delivered(ADA, ChatProtocol.Submit.class);
        delivered(ADA, ChatProtocol.Invoke.class);

        assertThat(dispatch.dispatch(asked(3, 25)).toCompletableFuture()).isCompleted();
        assertThat(said().getText())
                .isEqualTo("That was more than 2 messages within 1 minute. Please send it again in 35 seconds.");
        dispatch.dispatch(command(4, "status", 25));
        assertThat(said().getText()).endsWith("again in 35 seconds.");
        engine.expectNoMessage(Duration.ZERO);
        assertThat(audited)
                .extracting(AuditEntry::who, AuditEntry::kind, AuditEntry::what, AuditEntry::outcome)
                .containsExactly(
                        tuple(People.ADA, AuditEntry.Kind.RATE_LIMIT, "why?", "refused"),
                        tuple(People.ADA, AuditEntry.Kind.RATE_LIMIT, "/status", "refused"));

        dispatch.dispatch(asked(5, 60));
        delivered(ADA, ChatProtocol.Submit.class);
    }

    @Test
    void aStopAButtonAndAnAnswerAreNeverTooMuch() {
        dispatch.dispatch(asked(1, 0));
        dispatch.dispatch(asked(2, 0));
        delivered(ADA, ChatProtocol.Submit.class);
        delivered(ADA, ChatProtocol.Submit.class);

        dispatch.dispatch(command(3, "stop", 0));
        assertThat(delivered(ADA, ChatProtocol.Invoke.class).name()).isEqualTo("stop");
        dispatch.dispatch(press(ADA, ButtonData.command("/status")));
        assertThat(delivered(ADA, ChatProtocol.Invoke.class).name()).isEqualTo("status");
        outbox.expectMessageClass(Outbox.Answer.class);
        shown(CHOICE, 500);
        dispatch.dispatch(asked(4, 0));
        assertThat(delivered(ADA, ChatProtocol.Answer.class).key()).isEqualTo(CHOICE.key());
    }

    @Test
    void aPasteIsOneMessageAndWhatIsOfferedAgainIsNotCountedAgain() {
        var paste = asked(1, 0)
                .with(List.of(
                        new Inbound.Piece(2, 2, "", EntityText.plain("and")),
                        new Inbound.Piece(3, 3, "", EntityText.plain("so on"))));
        for (var offer = 0; offer < 3; offer++) {
            dispatch.dispatch(paste);
            delivered(ADA, ChatProtocol.Submit.class);
        }
        dispatch.dispatch(asked(4, 0));
        delivered(ADA, ChatProtocol.Submit.class);
        dispatch.dispatch(asked(5, 0));
        assertThat(said().getText()).startsWith("That was more than 2 messages");
    }

    @Test
    void whatAPersonWasToldIsKeptIsNotRefusedLater() {
        for (var update = 1; update <= 4; update++) {
            dispatch.admit(asked(update, 0).source(), List.of((long) update));
        }
        for (var update = 1; update <= 4; update++) {
            dispatch.dispatch(asked(update, 0));
            delivered(ADA, ChatProtocol.Submit.class);
        }
    }

    @Test
    void whatWasSentWhileTheBotWasDownIsNeverTooMuch() {
        clock.pass(Duration.ofHours(1));
        var late = new Dispatch(
                KIT.system(), engine.ref(), outbox.ref(), questions, SlashCommands.installed(), oversight, clock);

        for (var update = 1; update <= 5; update++) {
            late.dispatch(asked(update, 0));
            delivered(ADA, ChatProtocol.Submit.class);
        }
    }

    private static Inbound.Ask asked(long update, long second) {
        return new Inbound.Ask(source(update, second), "why?", 0);
    }

    private static Inbound.Slash command(long update, String name, long second) {
        return new Inbound.Slash(source(update, second), name, "");
    }

    private static Inbound.Source source(long update, long second) {
        return new Inbound.Source(
                update,
                ADA,
                512 + (int) update,
                People.ADA,
                new ChatName("Dev", null),
                Updates.SAID_AT.plusSeconds(second),
                EntityText.EMPTY,
                "");
    }

    @Test
    void whatWasSaidWhileTheBotWasDownIsNeverRefusedForItsNumber() {
        clock.pass(Duration.ofHours(1));
        var late = new Dispatch(
                KIT.system(), engine.ref(), outbox.ref(), questions, SlashCommands.installed(), oversight, clock);
        clock.pass(Duration.ofHours(1)); // until Telegram is reached
        late.dispatch(new Inbound.Ask(source(ADA), "why?", 0));

        assertThat(delivered(ADA, ChatProtocol.Submit.class).overflow()).isTrue();
    }

    @Test
    void ofAClockThatWasAheadAtTheStartNothingSeemsSaidWhileTheBotWasDownForLong() {
        clock.pass(Duration.ofHours(2));
        var late = new Dispatch(
                KIT.system(), engine.ref(), outbox.ref(), questions, SlashCommands.installed(), oversight, clock);

        late.dispatch(new Inbound.Ask(source(ADA), "why?", 0));
        assertThat(delivered(ADA, ChatProtocol.Submit.class).overflow()).isTrue();
        clock.pass(Duration.ofMinutes(5));
        late.dispatch(new Inbound.Ask(source(ADA), "why?", 0));
        assertThat(delivered(ADA, ChatProtocol.Submit.class).overflow()).isFalse();
        clock.pass(Duration.ofHours(-2));
        late.dispatch(new Inbound.Ask(source(ADA), "why?", 0));
        assertThat(delivered(ADA, ChatProtocol.Submit.class).overflow()).isFalse();
    }

    @Test
    void aCommandIsInvokedInItsTopic() {
        dispatch.dispatch(new Inbound.Slash(source(TOPIC), "cd", "src"));

        var invoke = delivered(TOPIC, ChatProtocol.Invoke.class);
        assertThat(invoke.name()).isEqualTo("cd");
        assertThat(invoke.argument()).isEqualTo("src");
        assertThat(invoke.message()).isEqualTo("512");
        assertThat(invoke.caller()).isEqualTo(People.ADA);
        assertThat(invoke.seen()).containsExactly(7L);
    }

    @Test
    void aSessionThatBeginsInATopicKnowsTheNameThatWasHeard() {
        dispatch.dispatch(new Inbound.TopicNamed(TOPIC, "Bugs", true));
        dispatch.dispatch(new Inbound.Slash(source(TOPIC), "cd", "src"));
        assertThat(delivered(TOPIC, ChatProtocol.Invoke.class).chatName()).isEqualTo(new ChatName("Dev", "Bugs"));

        var done = dispatch.dispatch(new Inbound.TopicNamed(TOPIC, "Defects", false));
        var named = delivered(TOPIC, ChatProtocol.NameTopic.class);
        assertThat(named.name()).isEqualTo("Defects");
        assertThat(done.toCompletableFuture()).isNotDone();
        named.replyTo().tell(new ChatProtocol.Accepted());
        assertThat(done.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(3));
        dispatch.dispatch(new Inbound.Ask(source(TOPIC), "why?", 0));
        assertThat(delivered(TOPIC, ChatProtocol.Submit.class).chatName()).isEqualTo(new ChatName("Dev", "Defects"));
    }

    @Test
    void aNewTopicWakesNoChat() {
        assertThat(dispatch.dispatch(new Inbound.TopicNamed(TOPIC, "Bugs", true))
                        .toCompletableFuture())
                .isDone();

        engine.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aGroupWithoutTopicsIsNotGeneral() {
        dispatch.dispatch(new Inbound.TopicNamed(ChatId.of(-1001), "Lobby", true));

        dispatch.dispatch(new Inbound.Slash(source(ChatId.of(-1001)), "cd", "src"));
        assertThat(delivered(ChatId.of(-1001), ChatProtocol.Invoke.class).chatName())
                .isEqualTo(new ChatName("Dev", null));
    }

    @Test
    void aCommandButtonIsAnsweredAtOnceAndInvoked() {
        dispatch.dispatch(press(ADA, "c|/resume 3f2a"));

        assertThat(answered()).isEmpty();
        var invoke = delivered(ADA, ChatProtocol.Invoke.class);
        assertThat(invoke.name()).isEqualTo("resume");
        assertThat(invoke.argument()).isEqualTo("3f2a");
    }

    @Test
    void anAnswerButtonDecidesItsQuestionAndShowsWhatBecameOfIt() {
        questions.opened(ADA, PERMISSION);
        var done = dispatch.dispatch(press(ADA, ButtonData.answer(PERMISSION, "a")));

        var answer = delivered(ADA, ChatProtocol.Answer.class);
        assertThat(answer.key()).isEqualTo("k1");
        assertThat(answer.decision()).isEqualTo(new Decision.AllowAlways());
        assertThat(answer.caller()).isEqualTo(People.ADA);
        outbox.expectNoMessage(Duration.ZERO);
        answer.replyTo().tell(new ChatProtocol.Settlement(true, "Allowed by Ada"));
        assertThat(answered()).isEqualTo("Allowed by Ada");
        assertThat(done.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(3));
    }

    @Test
    void longWordsAreCutToWhatAButtonsAnswerHolds() {
        questions.opened(ADA, PERMISSION);
        dispatch.dispatch(press(ADA, ButtonData.answer(PERMISSION, "n")));

        delivered(ADA, ChatProtocol.Answer.class).replyTo().tell(new ChatProtocol.Settlement(true, "x".repeat(201)));
        assertThat(answered()).hasSize(200).endsWith("…");
    }

    @Test
    void anotherChatsQuestionCannotBeAnswered() {
        questions.opened(ADA, PERMISSION);
        dispatch.dispatch(press(TOPIC, ButtonData.answer(PERMISSION, "y")));

        assertThat(answered()).isEqualTo("This question is no longer open.");
        engine.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aStalePressSaysSo() {
        dispatch.dispatch(press(ADA, "q|gone|y"));
        assertThat(answered()).isEqualTo("This question is no longer open.");
        hasTakenButtons();

        dispatch.dispatch(press(ADA, "nonsense"));
        assertThat(answered()).isEqualTo("This question is no longer open.");
        hasTakenButtons();

        dispatch.dispatch(new Inbound.StalePress("cb"));
        assertThat(answered()).isEqualTo("This question is no longer open.");
    }

    @Test
    void aForgedPressTakesNoButtonsFromAQuestionThatIsOpen() {
        shown(PERMISSION, 512);
        dispatch.dispatch(press(ADA, "q|forged|y"));

        assertThat(answered()).isEqualTo("This question is no longer open.");
        outbox.expectNoMessage(Duration.ZERO);
    }

    @Test
    void theButtonOfATurnIsPressedOnce() {
        dispatch.dispatch(press(ADA, "c|/stop turn 3f2a"));

        assertThat(answered()).isEmpty();
        hasTakenButtons();
        assertThat(delivered(ADA, ChatProtocol.Invoke.class).argument()).isEqualTo("turn 3f2a");
    }

    @Test
    void whatLooksLikeACommandIsSentToClaudeOnceHoweverOftenItsButtonIsPressed() {
        dispatch.dispatch(press(ADA, "c|/send-to-claude /statsu"));
        assertThat(answered()).isEmpty();
        var invoke = delivered(ADA, ChatProtocol.Invoke.class);
        assertThat(invoke.argument()).isEqualTo("/statsu");
        outbox.expectNoMessage(Duration.ZERO);
        invoke.replyTo().tell(new ChatProtocol.Accepted());
        hasTakenButtons();

        dispatch.dispatch(press(ADA, "c|/send-to-claude /statsu"));
        assertThat(answered()).isEqualTo("Sent already.");
        engine.expectNoMessage(Duration.ZERO);
    }

    @Test
    void whatTheChatCannotStoreInTimeIsSentToClaudeOnceAllTheSame() {
        dispatch.dispatch(press(ADA, "c|/send-to-claude /statsu"));
        assertThat(answered()).isEmpty();
        delivered(ADA, ChatProtocol.Invoke.class);
        time.timePasses(Duration.ofSeconds(10));
        assertThat(said().getText()).contains("as soon as I can");

        dispatch.dispatch(press(ADA, "c|/send-to-claude /statsu"));
        assertThat(answered()).isEqualTo("Sent already.");
        engine.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aReplyToAPermissionDeniesItWithAReason() {
        shown(PERMISSION, 600);
        dispatch.dispatch(new Inbound.Ask(source(ADA), "use git mv", 600));

        assertThat(delivered(ADA, ChatProtocol.Answer.class).decision()).isEqualTo(new Decision.Deny("use git mv"));
    }

    @Test
    void aReplyToAChoiceAnswersItInOnesOwnWords() {
        shown(CHOICE, 600);
        var done = dispatch.dispatch(new Inbound.Ask(source(ADA), "green", 600));

        var answer = delivered(ADA, ChatProtocol.Answer.class);
        assertThat(answer.decision()).isEqualTo(new Decision.Say("green"));
        answer.replyTo().tell(new ChatProtocol.Settlement(true, "green"));
        assertThat(done.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(3));
        engine.expectNoMessage(Duration.ZERO);
    }

    @Test
    void wordsSaidAfterTheOnlyChoiceAnswerIt() {
        shown(CHOICE, 500);
        var done = dispatch.dispatch(new Inbound.Ask(source(ADA), "green", 0));

        var answer = delivered(ADA, ChatProtocol.Answer.class);
        assertThat(answer.key()).isEqualTo("k2");
        assertThat(answer.decision()).isEqualTo(new Decision.Say("green"));
        assertThat(answer.seen()).containsExactly(7L);
        answer.replyTo().tell(new ChatProtocol.Settlement(true, "green"));
        assertThat(done.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(3));
        engine.expectNoMessage(Duration.ZERO);
    }

    @Test
    void wordsSaidBeforeTheChoiceWasShownAreAsked() {
        questions.opened(ADA, CHOICE);
        dispatch.dispatch(new Inbound.Ask(source(ADA), "green", 0));
        engine.expectNoMessage(Duration.ZERO);

        questions.shown(ADA, 600, CHOICE);
        assertThat(delivered(ADA, ChatProtocol.Submit.class).prompt().text()).isEqualTo("green");
    }

    @Test
    void forwardedWordsAnswerNothing() {
        shown(CHOICE, 500);
        var source = new Inbound.Source(
                7, ADA, 512, People.ADA, new ChatName("Dev", null), Updates.SAID_AT, EntityText.EMPTY, "Mallory");
        dispatch.dispatch(new Inbound.Ask(source, "green", 0));

        assertThat(delivered(ADA, ChatProtocol.Submit.class).prompt().text()).contains("Mallory", "green");
    }

    @Test
    void wordsAtAPermissionAreAsked() {
        shown(PERMISSION, 500);
        dispatch.dispatch(new Inbound.Ask(source(ADA), "use git mv", 0));

        assertThat(delivered(ADA, ChatProtocol.Submit.class).prompt().text()).isEqualTo("use git mv");
    }

    @Test
    void whatIsQueuedBecomesTheAnswerByItsButton() {
        var done = dispatch.dispatch(press(ADA, "u|k1|0115ee4d-522"));

        var answer = delivered(ADA, ChatProtocol.AnswerQueued.class);
        assertThat(answer.key()).isEqualTo("k1");
        assertThat(answer.prompt()).isEqualTo("0115ee4d-522");
        assertThat(answer.caller()).isEqualTo(People.ADA);
        answer.replyTo().tell(new ChatProtocol.Settlement(true, "Denied: use git mv"));
        assertThat(answered()).isEqualTo("Denied: use git mv");
        assertThat(done.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(3));
    }

    @Test
    void aReplyToAQuestionThatIsSettledMeanwhileIsAsked() {
        shown(CHOICE, 600);
        dispatch.dispatch(new Inbound.Ask(source(ADA), "green", 600));

        delivered(ADA, ChatProtocol.Answer.class).replyTo().tell(new ChatProtocol.Settlement(false, "too late"));
        assertThat(delivered(ADA, ChatProtocol.Submit.class).prompt().text()).isEqualTo("green");
    }

    @Test
    void aReplyToATopicsQuestionThatStandsInTheChatItselfAnswersItInTheTopic() {
        var topic = new ChatId(-1001, 77);
        questions.opened(topic, CHOICE);
        questions.shown(topic, 600, CHOICE);
        dispatch.dispatch(new Inbound.Ask(source(ChatId.of(-1001)), "green", 600));

        assertThat(delivered(topic, ChatProtocol.Answer.class).decision()).isEqualTo(new Decision.Say("green"));
    }

    @Test
    void aReplyToAnythingElseIsAsked() {
        shown(CHOICE, 600);
        dispatch.dispatch(new Inbound.Ask(source(ADA), "and this?", 599));

        assertThat(delivered(ADA, ChatProtocol.Submit.class).prompt().text()).isEqualTo("and this?");
    }

    @Test
    void aReplyThatIsFasterThanItsQuestionsMessageIdWaitsForIt() {
        questions.opened(ADA, CHOICE);
        dispatch.dispatch(new Inbound.Ask(source(ADA), "green", 600));
        engine.expectNoMessage(Duration.ZERO);

        questions.shown(ADA, 600, CHOICE);
        assertThat(delivered(ADA, ChatProtocol.Answer.class).decision()).isEqualTo(new Decision.Say("green"));
    }

    @Test
    void aReplyIsNotHeldUpByAQuestionThatCannotBeShown() {
        questions.opened(ADA, CHOICE);
        dispatch.dispatch(new Inbound.Ask(source(ADA), "green", 599));
        engine.expectNoMessage(Duration.ZERO);

        time.timePasses(Duration.ofSeconds(2));
        assertThat(delivered(ADA, ChatProtocol.Submit.class).prompt().text()).isEqualTo("green");
    }

    @Test
    void aReplyToTheLastAnswerIsNotQuotedAndOneToAnEarlierMessageIs() {
        var mine = new Content.Quote(Content.Quote.Origin.OWN_MESSAGE, null, "Done.");
        questions.answers().wrote(ADA, new TurnId("t1"), 598);
        questions.answers().wrote(ADA, new TurnId("t2"), 600);
        questions.answers().wrote(ADA, new TurnId("t2"), 601);

        for (var last : List.of(600, 601)) {
            dispatch.dispatch(replying(ADA, last, mine));
            assertThat(delivered(ADA, ChatProtocol.Submit.class).prompt().text())
                    .isEqualTo("go on");
        }
        dispatch.dispatch(replying(ADA, 598, mine));
        assertThat(delivered(ADA, ChatProtocol.Submit.class).prompt().text())
                .isEqualTo("> Replying to your message:\n> Done.\n\ngo on");
        dispatch.dispatch(replying(TOPIC, 600, mine));
        assertThat(delivered(TOPIC, ChatProtocol.Submit.class).prompt().text()).startsWith("> Replying");
    }

    @Test
    void anAnswerToAQuestionHoldsNoQuote() {
        shown(CHOICE, 600);
        dispatch.dispatch(replying(ADA, 600, new Content.Quote(Content.Quote.Origin.OWN_MESSAGE, null, "Which?")));

        assertThat(delivered(ADA, ChatProtocol.Answer.class).decision()).isEqualTo(new Decision.Say("go on"));
    }

    @Test
    void whatIsMoreThanWordsAnswersNoQuestion() {
        shown(CHOICE, 600);
        var file = new Content.Attachment("f1", Content.Attachment.Kind.PHOTO, null, null, null);
        var source = bringing(new Brought("a photo", List.of(file), ""));
        dispatch.dispatch(new Inbound.Ask(source, EntityText.plain("go on"), 600, List.of(), List.of()));

        assertThat(delivered(ADA, ChatProtocol.Submit.class).prompt().content())
                .containsExactly(file, new Content.Text("go on"));
    }

    @Test
    void wordsAnswerAQuestionThoughItsMessageIsAFile() {
        shown(CHOICE, 600);
        var file = new Content.Attachment("f1", Content.Attachment.Kind.FILE, "plan.md", null, null);
        dispatch.dispatch(replying(
                ADA, 600, new Content.Quote(Content.Quote.Origin.OWN_MESSAGE, null, "(a file, “plan.md”)"), file));

        assertThat(delivered(ADA, ChatProtocol.Answer.class).decision()).isEqualTo(new Decision.Say("go on"));
    }

    @Test
    void aFileOfTheLastAnswerIsKnownAndAnEarlierOneComesAlong() {
        var file = new Content.Attachment("f1", Content.Attachment.Kind.FILE, "answer.md", null, null);
        var mine = new Content.Quote(Content.Quote.Origin.OWN_MESSAGE, null, "(a file, “answer.md”)");
        questions.answers().wrote(ADA, TurnId.random(), 600);

        dispatch.dispatch(replying(ADA, 600, mine, file));
        assertThat(delivered(ADA, ChatProtocol.Submit.class).prompt().content())
                .containsExactly(new Content.Text("go on"));
        dispatch.dispatch(replying(ADA, 599, mine, file));
        assertThat(delivered(ADA, ChatProtocol.Submit.class).prompt().content())
                .containsExactly(mine, file, new Content.Text("go on"));
    }

    @Test
    void aCommandTakesTheFileOfItsMessageAlong() {
        var file = new Content.Attachment("f1", Content.Attachment.Kind.PHOTO, null, null, null);
        var source = bringing(new Brought("a photo", List.of(file), ""));

        dispatch.dispatch(new Inbound.Slash(source, "ask", EntityText.plain("why?"), 0, List.of(), List.of()));
        assertThat(delivered(ADA, ChatProtocol.Invoke.class).attached()).containsExactly(file);
        dispatch.dispatch(new Inbound.Slash(source, "ask", EntityText.EMPTY, 0, List.of(), List.of()));
        assertThat(delivered(ADA, ChatProtocol.Invoke.class).attached())
                .containsExactly(file, new Content.Text("I sent a photo."));
    }

    @Test
    void aCommandThatTakesNoFileSaysThatItIsLeftOut() {
        var file = new Content.Attachment("f1", Content.Attachment.Kind.PHOTO, null, null, null);
        var source = bringing(new Brought("a photo", List.of(file), ""));
        dispatch.dispatch(new Inbound.Slash(source, "status", EntityText.EMPTY, 0, List.of(), List.of()));
        delivered(ADA, ChatProtocol.Invoke.class).replyTo().tell(new ChatProtocol.Accepted());

        assertThat(said().getText())
                .isEqualTo("/status takes no files, so yours is left out. Send it again without the command.");
    }

    @Test
    void aShellCommandThatCameInPiecesIsRefusedBecauseWhiteSpaceIsLostBetweenThem() {
        var pieces = List.of(new Inbound.Piece(8, 513, "\n", EntityText.plain("b")));
        dispatch.dispatch(new Inbound.Slash(source(ADA), "shell", EntityText.plain("echo a"), 0, List.of(), pieces));

        assertThat(said().getText())
                .startsWith("A shell command must fit into one message of at most 4,096 characters.");
        engine.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aShellCommandGoesAsItWasTypedWhateverItsFormat() {
        var code = new EntityText("ls  `x`", List.of(new EntityText.Span(0, 7, "code", "")));
        dispatch.dispatch(new Inbound.Slash(source(ADA), "shell", code, 0, List.of(), List.of()));

        assertThat(delivered(ADA, ChatProtocol.Invoke.class).argument()).isEqualTo("ls  `x`");
    }

    @Test
    void theButtonsOfAShellCommandArePressedOnce() {
        for (var line : List.of("run-shell 3f2a", "run-shell 3f2a no", "stop shell 3f2a")) {
            dispatch.dispatch(press(ADA, "c|/" + line));

            assertThat(answered()).isEmpty();
            hasTakenButtons();
            delivered(ADA, ChatProtocol.Invoke.class);
        }
    }

    @Test
    void aMistypedCommandKeepsItsFileAndSaysNothingOfIt() {
        var file = new Content.Attachment("f1", Content.Attachment.Kind.PHOTO, null, null, null);
        var source = bringing(new Brought("a photo", List.of(file), ""));
        var done =
                dispatch.dispatch(new Inbound.Slash(source, "aks", EntityText.plain(" why?"), 0, List.of(), List.of()));
        var invoke = delivered(ADA, ChatProtocol.Invoke.class);
        assertThat(invoke.attached()).containsExactly(file);
        invoke.replyTo().tell(new ChatProtocol.Accepted());

        assertThat(done.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(3));
        outbox.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aPromptTellsItsMessagesAndHowMuchOfItIsOfTheOneItRepliesTo() {
        var quote = new Content.Quote(Content.Quote.Origin.MESSAGE, "Bob", "It fails");
        dispatch.dispatch(replying(ADA, 9, quote));

        var wording =
                Objects.requireNonNull(delivered(ADA, ChatProtocol.Submit.class).wording());
        assertThat(wording.author()).isEqualTo(People.ADA.id());
        assertThat(wording.attached()).isOne();
        assertThat(wording.message()).isEqualTo("512");
        assertThat(wording.content()).containsExactly(new Content.Text("go on"));
    }

    @Test
    void theButtonThatAsksAnEditedMessageGoesWhenItIsPressed() {
        dispatch.dispatch(press(ADA, "c|/ask-edited 512"));

        assertThat(answered()).isEmpty();
        hasTakenButtons();
        assertThat(delivered(ADA, ChatProtocol.Invoke.class).argument()).isEqualTo("512");
    }

    @Test
    void whatIsAskedWithACommandReadsAsAPromptAndAPathAsItWasTyped() {
        var bold = new EntityText("src main", List.of(new EntityText.Span(0, 3, "bold", "")));
        var quote = new Content.Quote(Content.Quote.Origin.MESSAGE, "Bob", "It fails");

        dispatch.dispatch(new Inbound.Slash(source(ADA), "ask", bold, 9, List.of(quote), List.of()));
        var ask = delivered(ADA, ChatProtocol.Invoke.class);
        assertThat(ask.attached()).containsExactly(quote);
        assertThat(ask.argument()).isEqualTo("**src** main");
        dispatch.dispatch(new Inbound.Slash(source(ADA), "cd", bold, 9, List.of(quote), List.of()));
        assertThat(delivered(ADA, ChatProtocol.Invoke.class).argument()).isEqualTo("src main");
    }

    @Test
    void whoIsNamelessIsToldOnceAnHourInAGroupThatIsUsed() {
        for (var i = 0; i < 2; i++) {
            dispatch.dispatch(new Inbound.Nameless(source(TOPIC)));
            engine.expectMessageClass(Engine.Look.class).replyTo().tell(board(ChatId.of(TOPIC.chat())));
        }

        assertThat(said().getText()).startsWith("I can't see who wrote this.");
        outbox.expectNoMessage(Duration.ofMillis(200));
    }

    @Test
    void inAGroupThatNobodyHasEverUsedTheBotIsSilent() {
        var done = dispatch.dispatch(new Inbound.Nameless(source(TOPIC)));
        engine.expectMessageClass(Engine.Look.class).replyTo().tell(board(ADA));

        assertThat(done.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(3));
        outbox.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aMigrationIsToldToTheOldChat() {
        var done = dispatch.dispatch(new Inbound.Migrated(ChatId.of(-5), ChatId.of(-1001)));

        var migrate = delivered(ChatId.of(-5), ChatProtocol.Migrate.class);
        assertThat(migrate.to()).isEqualTo(ChatId.of(-1001));
        migrate.replyTo().tell(new ChatProtocol.Accepted());
        assertThat(done.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(3));
    }

    @Test
    void aSentenceRepliesToTheMessageInItsTopic() {
        dispatch.dispatch(new Inbound.Tell(source(TOPIC), "I can't read this.", ""));

        var said = said();
        assertThat(said.getText()).isEqualTo("I can't read this.");
        assertThat(said.getChatId()).isEqualTo("-1001");
        assertThat(said.getMessageThreadId()).isEqualTo(77);
        assertThat(said.getReplyParameters().getMessageId()).isEqualTo(512);
        assertThat(said.getParseMode()).isNull();
    }

    @Test
    void ofOneOccasionTheBotSpeaksOnceAnHour() {
        dispatch.dispatch(new Inbound.Tell(source(ADA), "First.", "album 5"));
        clock.pass(Duration.ofMinutes(59));
        dispatch.dispatch(new Inbound.Tell(source(ADA), "Second.", "album 5"));
        dispatch.dispatch(new Inbound.Tell(source(ADA), "Other.", "album 6"));
        clock.pass(Duration.ofMinutes(1));
        dispatch.dispatch(new Inbound.Tell(source(ADA), "Third.", "album 5"));

        assertThat(said().getText()).isEqualTo("First.");
        assertThat(said().getText()).isEqualTo("Other.");
        assertThat(said().getText()).isEqualTo("Third.");
    }

    @Test
    void aStrangerIsToldTheirIdOnceAnHour() {
        var stranger = new Inbound.Stranger(source(ChatId.of(222)), 222);
        LoggingTestKit.warn("add 222 to TELEGRAM_ALLOWED_USERS")
                .withOccurrences(1)
                .expect(KIT.system(), () -> {
                    dispatch.dispatch(stranger);
                    clock.pass(Duration.ofMinutes(59));
                    return dispatch.dispatch(stranger);
                });
        assertThat(said().getText()).contains("Your id is 222");
        outbox.expectNoMessage(Duration.ZERO);

        assertThat(audited).as("as seldom as they are told").hasSize(1);
        dispatch.dispatch(new Inbound.Stranger(source(ChatId.of(223)), 223));
        assertThat(said().getText()).contains("Your id is 223");

        clock.pass(Duration.ofMinutes(1));
        dispatch.dispatch(stranger);
        assertThat(said().getText()).contains("Your id is 222");
    }

    @Test
    void aStrangersPressIsRefusedWithoutAskingAnyone() {
        dispatch.dispatch(new Inbound.StrangePress(ADA, People.BOB, "cb"));

        assertThat(answered()).isEqualTo("You are not allowed to use this bot.");
        assertThat(audited).extracting(AuditEntry::kind).containsExactly(AuditEntry.Kind.STRANGER);
        engine.expectNoMessage(Duration.ZERO);
    }

    @Test
    void whatIsNothingIsDoneAtOnce() {
        CompletionStage<?> done = dispatch.dispatch(new Inbound.Nothing("an odd update"));

        assertThat(done.toCompletableFuture()).isCompleted();
        outbox.expectNoMessage(Duration.ZERO);
    }

    @Test
    void changedProjectFilesAreTrustedInPrivateChatsOnly() {
        var changed = new Question.ProjectChanged("trust-1", Path.of("/srv"), "+ x", List.of());
        shown(changed, 600);
        var trusts = ButtonData.answer(changed, "y");
        var inGroup = new Inbound.Source(
                7,
                ADA,
                512,
                new Caller("1001", "Ada", Caller.Role.OWNER, false),
                new ChatName("Dev", null),
                Updates.SAID_AT,
                EntityText.EMPTY,
                "");

        dispatch.dispatch(new Inbound.Press(inGroup, "cb", trusts));
        assertThat(answered()).isEqualTo("You can trust a folder only in a private chat with me.");
        engine.expectNoMessage(Duration.ZERO);

        dispatch.dispatch(new Inbound.Press(inGroup, "cb", ButtonData.answer(changed, "n")));
        assertThat(delivered(ADA, ChatProtocol.Answer.class).decision()).isEqualTo(new Decision.Deny(""));
        dispatch.dispatch(new Inbound.Press(inGroup, "cb", ButtonData.answer(changed, "t")));
        assertThat(delivered(ADA, ChatProtocol.Answer.class).decision()).isEqualTo(new Decision.Say(""));
        dispatch.dispatch(press(ADA, trusts));
        assertThat(delivered(ADA, ChatProtocol.Answer.class).decision()).isEqualTo(new Decision.Allow());
    }

    @Test
    void wordsInReplyToTheQuestionAboutAFileAreAPromptAndItsButtonsADecision() {
        var photo = new Content.Attachment("f1", Content.Attachment.Kind.PHOTO, null, null, null);
        var gone = new Question.FileGone("get-1", List.of(Question.Missing.forNow(photo, "It has expired.")));
        shown(gone, 600);

        dispatch.dispatch(
                replying(ADA, 600, new Content.Quote(Content.Quote.Origin.OWN_MESSAGE, null, "I can't get it")));
        delivered(ADA, ChatProtocol.Submit.class);
        dispatch.dispatch(press(ADA, ButtonData.answer(gone, "y")));
        assertThat(delivered(ADA, ChatProtocol.Answer.class).decision()).isEqualTo(new Decision.Allow());
    }

    @Test
    void wordsInReplyToATranscriptAreWhatItShouldSayAndSoAreTheNextOnesOfAPersonWhoEditsIt() {
        var heard = new Question.Transcript("say-1", "512", "fix the bild", Duration.ofSeconds(4), false);
        shown(heard, 600);
        var quote = new Content.Quote(Content.Quote.Origin.OWN_MESSAGE, null, "I heard");

        dispatch.dispatch(replying(ADA, 600, quote));
        assertThat(delivered(ADA, ChatProtocol.Answer.class).decision()).isEqualTo(new Decision.Say("go on"));
        dispatch.dispatch(new Inbound.Ask(source(ADA, 601), "go on", 0));
        delivered(ADA, ChatProtocol.Submit.class);
        dispatch.dispatch(press(ADA, ButtonData.answer(heard, "c")));
        assertThat(delivered(ADA, ChatProtocol.Answer.class).decision()).isEqualTo(new Decision.Correct());

        questions.closed(ADA, "say-1");
        var edited = new Question.Transcript("say-2", "512", "fix the bild", null, true);
        shown(edited, 602);
        dispatch.dispatch(new Inbound.Ask(source(ADA, 603), "go on", 0));
        var answer = delivered(ADA, ChatProtocol.Answer.class);
        assertThat(answer.key()).isEqualTo("say-2");
        assertThat(answer.decision()).isEqualTo(new Decision.Say("go on"));
    }

    @Test
    void aRecordingThatCouldNotBeTranscribedIsTriedAgainOrWhatTheReplySays() {
        var voice = new Content.Attachment("v1", Content.Attachment.Kind.VOICE, null, null, null);
        var unheard = new Question.Unheard("say-1", "512", List.of(Question.Missing.forNow(voice, "It is silent.")));
        shown(unheard, 600);

        dispatch.dispatch(press(ADA, ButtonData.answer(unheard, "t")));
        assertThat(delivered(ADA, ChatProtocol.Answer.class).decision()).isEqualTo(new Decision.TryAgain());
        dispatch.dispatch(press(ADA, ButtonData.answer(unheard, "y")));
        assertThat(delivered(ADA, ChatProtocol.Answer.class).decision()).isEqualTo(new Decision.Allow());
        dispatch.dispatch(
                replying(ADA, 600, new Content.Quote(Content.Quote.Origin.OWN_MESSAGE, null, "I can't tell")));
        assertThat(delivered(ADA, ChatProtocol.Answer.class).decision()).isEqualTo(new Decision.Say("go on"));
    }

    private void shown(Question question, int message) {
        questions.opened(ADA, question);
        questions.shown(ADA, message, question);
    }

    private <C extends ChatProtocol.Command> C delivered(ChatId chat, Class<C> type) {
        var deliver = engine.expectMessageClass(Engine.Deliver.class);
        assertThat(deliver.chat()).isEqualTo(chat);
        return type.cast(deliver.command());
    }

    private SendMessage said() {
        return (SendMessage) outbox.expectMessageClass(Outbox.Write.class).method();
    }

    private void hasTakenButtons() {
        var edit = (EditMessageReplyMarkup)
                outbox.expectMessageClass(Outbox.Write.class).method();
        assertThat(edit.getMessageId()).isEqualTo(512);
        assertThat(edit.getReplyMarkup().getKeyboard()).isEmpty();
    }

    private String answered() {
        return outbox.expectMessageClass(Outbox.Answer.class).answer().getText();
    }

    private static Board.View board(ChatId chat) {
        var state = ChatState.of(chat, Session.fresh(Path.of("/work"), null, Updates.SAID_AT));
        return new Board.View(List.of(ChatSummary.of(state, Activity.IDLE)));
    }

    private static Inbound.Ask replying(ChatId chat, int message, Content... replied) {
        return new Inbound.Ask(source(chat), EntityText.plain("go on"), message, List.of(replied), List.of());
    }

    private static Inbound.Source bringing(Brought brought) {
        return new Inbound.Source(
                7, ADA, 512, People.ADA, new ChatName("Dev", null), Updates.SAID_AT, EntityText.EMPTY, "", brought);
    }

    private static Inbound.Press press(ChatId chat, String data) {
        return new Inbound.Press(source(chat), "cb", data);
    }

    private static Inbound.Source source(ChatId chat) {
        return source(chat, 512);
    }

    private static Inbound.Source source(ChatId chat, int message) {
        return new Inbound.Source(
                7, chat, message, People.ADA, new ChatName("Dev", null), Updates.SAID_AT, EntityText.EMPTY, "");
    }
}
