package switchboard.telegram.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.telegram.telegrambots.meta.api.methods.AnswerCallbackQuery;
import org.telegram.telegrambots.meta.api.methods.botapimethods.PartialBotApiMethod;
import org.telegram.telegrambots.meta.api.methods.send.SendChatAction;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageText;
import org.telegram.telegrambots.meta.api.objects.ReplyParameters;
import switchboard.model.ChatId;
import switchboard.telegram.api.AlbumUpload;
import switchboard.telegram.api.Failure;
import switchboard.telegram.api.FileUpload;
import switchboard.telegram.api.TelegramException;
import switchboard.telegram.outbox.Outbox.Outcome;

class OutboxTest {
    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final long ADA = 11;
    private static final long BOB = 22;
    private static final ChatId TOPIC = new ChatId(5, 77);
    private static final int LIVE = 7;

    private final ManualTime time = ManualTime.get(KIT.system());
    private final AtomicLong clock = new AtomicLong(-5);
    private final ScriptedTelegram telegram = new ScriptedTelegram();
    private final TestProbe<Outcome> sender = KIT.createTestProbe(Outcome.class);
    private final ActorRef<Outbox.Command> outbox = KIT.spawn(Outbox.create(telegram, clock::get, () -> 0.5));

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @AfterEach
    void stopTheOutbox() {
        KIT.stop(outbox);
    }

    @Test
    void aWriteIsSentAndItsResultReported() {
        write(ADA, send("hi"));

        assertThat(sender.receiveMessage()).isEqualTo(new Outcome.Written(ScriptedTelegram.message()));
        assertThat(telegram.calls()).containsExactly(send("hi"));
    }

    @Test
    void whatExceedsTheRateGoesWhenTheTimerSaysSo() {
        for (String text : List.of("1", "2", "3", "4")) {
            write(ADA, send(text));
            if (!text.equals("4")) {
                sender.receiveMessage();
            }
        }
        sender.expectNoMessage(Duration.ZERO);

        pass(Duration.ofSeconds(1));
        sender.receiveMessage();
        assertThat(telegram.calls()).endsWith(send("4"));
    }

    @Test
    void aMessageThatCannotBeParsedIsResentPlainAtOnce() {
        telegram.fails(refused(400, "Bad Request: can't parse entities: unclosed tag at byte offset 3"));
        outbox.tell(new Outbox.Write(ChatId.of(ADA), send("<b>x"), Kind.FINAL, Optional.of(send("x")), sender.ref()));

        assertThat(sender.receiveMessage()).isInstanceOf(Outcome.Written.class);
        assertThat(telegram.calls()).containsExactly(send("<b>x"), send("x"));
    }

    @Test
    void anEditThatChangesNothingIsWritten() {
        telegram.fails(refused(400, "Bad Request: message is not modified: specified new message content ..."));
        write(ADA, edit("same"));

        assertThat(sender.receiveMessage()).isEqualTo(new Outcome.Written(true));
    }

    @Test
    void aReplyToAMessageThatIsGoneIsSentOnceMoreWithoutIt() {
        SendMessage reply = send("answer");
        reply.setReplyParameters(ReplyParameters.builder().messageId(3).build());
        telegram.fails(refused(400, "Bad Request: message to be replied not found"));
        write(ADA, reply);

        assertThat(sender.receiveMessage()).isInstanceOf(Outcome.Written.class);
        assertThat(telegram.calls()).containsExactly(reply, send("answer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400 Bad Request: message is too long",
                "400 Bad Request: message to edit not found",
                "400 Bad Request: not enough rights to send documents to the chat",
                "403 Forbidden: user is deactivated",
                "413 Request Entity Too Large"
            })
    void anyOtherRefusalIsReported(String refusal) {
        Failure.Refused other = refused(Integer.parseInt(refusal.substring(0, 3)), refusal.substring(4));
        telegram.fails(other);
        write(ADA, send("hi"));

        assertThat(sender.receiveMessage()).isEqualTo(new Outcome.Rejected(other));
        assertThat(telegram.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "403 Forbidden: bot was blocked by the user",
                "403 Forbidden: bot was kicked from the supergroup chat",
                "403 Forbidden: bot is not a member of the channel chat",
                "403 Forbidden: bot can't initiate conversation with a user",
                "400 Bad Request: chat not found",
                "400 Bad Request: have no rights to send a message",
                "400 Bad Request: not enough rights to send text messages to the chat",
                "400 Bad Request: need administrator rights in the channel chat",
                "400 Bad Request: CHAT_WRITE_FORBIDDEN"
            })
    void whereTheBotMayNotWriteAllWaitsWithLongerAndLongerPauses(String refusal) {
        Failure.Refused shutOut = refused(Integer.parseInt(refusal.substring(0, 3)), refusal.substring(4));
        telegram.fails(shutOut).fails(shutOut);
        write(ADA, send("first"));
        write(ADA, send("second"));
        calledTimes(1);
        pass(Duration.ofMinutes(1));
        calledTimes(2);
        pass(Duration.ofSeconds(119));
        calledTimes(2);

        pass(Duration.ofSeconds(1));
        sender.receiveMessage();
        sender.receiveMessage();
        assertThat(telegram.calls()).containsExactly(send("first"), send("first"), send("first"), send("second"));
    }

    @Test
    void thatTheBotMayNotWriteIsLoggedOnceAndItsEndToo() {
        Failure.Refused blocked = refused(403, "Forbidden: bot was blocked by the user");
        telegram.fails(blocked).fails(blocked);
        LoggingTestKit.warn("Chat 11: what is to be said there waits").expect(KIT.system(), () -> {
            write(ADA, send("hi"));
            calledTimes(1);
            pass(Duration.ofMinutes(1));
            calledTimes(2);
            return null;
        });
        LoggingTestKit.info("Chat 11 can be written to again").expect(KIT.system(), () -> {
            pass(Duration.ofMinutes(2));
            return sender.receiveMessage();
        });
    }

    @Test
    void aSignOfLifeEndsTheWaitAtOnce() {
        telegram.fails(refused(403, "Forbidden: bot was blocked by the user"));
        write(ADA, send("hi"));
        calledTimes(1);
        settle();

        outbox.tell(new Outbox.Alive(ChatId.of(BOB)));
        settle();
        calledTimes(1);
        outbox.tell(new Outbox.Alive(new ChatId(ADA, 77)));
        sender.receiveMessage();
        calledTimes(2);
    }

    @Test
    void aSignOfLifeThatComesBeforeTheRefusalEndsTheWaitToo() {
        var answer = telegram.waits();
        write(ADA, send("hi"));
        calledTimes(1);
        outbox.tell(new Outbox.Alive(ChatId.of(ADA)));
        settle();
        answer.completeExceptionally(
                new TelegramException("scripted", refused(403, "Forbidden: bot was blocked by the user")));

        sender.receiveMessage();
        calledTimes(2);
    }

    @Test
    void aSignOfLifeEndsTheWaitAfterAServerErrorAndNoFloodWait() {
        telegram.fails(new Failure.Unavailable(new IOException("502")));
        write(ADA, send("hi"));
        calledTimes(1);
        settle();
        outbox.tell(new Outbox.Alive(ChatId.of(ADA)));
        sender.receiveMessage();

        telegram.fails(new Failure.TooManyRequests(Duration.ofSeconds(30)));
        write(ADA, send("more"));
        calledTimes(3);
        settle();
        outbox.tell(new Outbox.Alive(ChatId.of(ADA)));
        settle();
        calledTimes(3);
    }

    @Test
    void whatIsShutOutIsGivenBackWhenItsViewCloses() {
        Failure.Refused blocked = refused(403, "Forbidden: bot was blocked by the user");
        telegram.fails(blocked);
        write(ADA, send("hi"));
        write(ADA, send("more"));
        calledTimes(1);
        settle();

        outbox.tell(new Outbox.Close(ChatId.of(ADA)));
        assertThat(sender.receiveMessage()).isEqualTo(new Outcome.Rejected(blocked));
        assertThat(sender.receiveMessage()).isEqualTo(new Outcome.Rejected(blocked));
        pass(Duration.ofMinutes(1));
        calledTimes(1);
    }

    @Test
    void nobodyIsShownTypingWhereTheBotMayNotWrite() {
        telegram.fails(refused(403, "Forbidden: bot was blocked by the user"));
        write(ADA, send("hi"));
        calledTimes(1);
        settle();

        outbox.tell(new Outbox.Activity(ChatId.of(ADA), new SendChatAction(Long.toString(ADA), "typing")));
        settle();
        calledTimes(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"message thread not found", "TOPIC_DELETED", "TOPIC_CLOSED", "TOPIC_ID_INVALID"})
    void whatBelongsToATopicThatIsGoneGoesToTheChatItselfAndSaysSo(String refusal) {
        telegram.fails(refused(400, "Bad Request: " + refusal));
        outbox.tell(new Outbox.TopicNamed(TOPIC, "<shop>"));
        write(TOPIC, inTopic("<b>hi</b>"));
        sender.receiveMessage();
        write(TOPIC, inTopic("more"));
        sender.receiveMessage();

        assertThat(telegram.calls())
                .containsExactly(
                        inTopic("<b>hi</b>"),
                        html("🧵 Topic “&lt;shop&gt;”, no longer open:\n\n<b>hi</b>"),
                        html("🧵 Topic “&lt;shop&gt;”, no longer open:\n\nmore"));
    }

    @Test
    void aMessageThatStandsInForATopicsSaysSoInEachEditToo() {
        telegram.fails(refused(400, "Bad Request: message thread not found"));
        write(TOPIC, inTopic("hi"));
        sender.receiveMessage();

        write(TOPIC, edit(9, "changed"));
        sender.receiveMessage();
        theLastCallEdits("🧵 Topic 77, no longer open:\n\nchanged");
    }

    @Test
    void whereTopicsAreSwitchedOffWhatTelegramPutsIntoTheChatSaysSoFromThenOn() {
        write(TOPIC, inTopic("lands in the chat itself"));
        sender.receiveMessage();
        write(TOPIC, inTopic("next"));
        sender.receiveMessage();

        assertThat(telegram.calls()).endsWith(html("🧵 Topic 77, no longer open:\n\nnext"));
    }

    @Test
    void anEditOfAMessageThatAnEarlierProcessPutElsewhereIsMadeAgainAndSaysSo() {
        write(TOPIC, edit(9, "changed"));
        sender.receiveMessage();

        assertThat(telegram.calls()).hasSize(2);
        theLastCallEdits("🧵 Topic 77, no longer open:\n\nchanged");
    }

    @Test
    void aTopicInWhichSomebodyWritesIsOpenAgain() {
        telegram.fails(refused(400, "Bad Request: TOPIC_CLOSED"));
        write(TOPIC, inTopic("hi"));
        sender.receiveMessage();

        outbox.tell(new Outbox.Alive(TOPIC));
        write(TOPIC, inTopic("in its place"));
        sender.receiveMessage();
        assertThat(telegram.calls()).endsWith(inTopic("in its place"));
    }

    @Test
    void whereEvenTheChatItselfIsClosedAllWaits() {
        telegram.fails(refused(400, "Bad Request: TOPIC_CLOSED")).fails(refused(400, "Bad Request: TOPIC_CLOSED"));
        write(TOPIC, inTopic("hi"));
        calledTimes(2);
        pass(Duration.ofSeconds(59));
        calledTimes(2);
        pass(Duration.ofSeconds(1));
        sender.receiveMessage();
    }

    @Test
    void aFileForATopicThatIsGoneGoesToTheChatItselfAndSaysSo() {
        telegram.fails(refused(400, "Bad Request: message thread not found"));
        FileUpload document = FileUpload.of(5, "log.txt", FileUpload.Content.of("log"))
                .withCaption("<b>log</b>", Optional.of("HTML"));
        outbox.tell(new Outbox.Upload(TOPIC, document.inThread(77), Kind.FINAL, Optional.empty(), sender.ref()));
        sender.receiveMessage();

        assertThat(telegram.calls())
                .endsWith(document.withCaption("🧵 Topic 77, no longer open:\n\n<b>log</b>", Optional.of("HTML")));
    }

    @Test
    void aSendWithoutClearOutcomeIsLeftToItsSender() {
        var timeout = new IOException("timeout");
        telegram.fails(new Failure.Unclear(timeout));
        write(ADA, send("hi"));

        assertThat(sender.receiveMessage()).isEqualTo(new Outcome.Uncertain(timeout));
        assertThat(telegram.calls()).hasSize(1);
    }

    @Test
    void aServerErrorPutsOffItsLaneAndNoOther() {
        Failure restarting = new Failure.Unavailable(new IOException("502"));
        telegram.fails(restarting);
        write(ADA, send("first"));
        calledTimes(1);
        write(ADA, send("second"));
        write(BOB, send("other"));
        sender.receiveMessage();
        telegram.fails(restarting);
        pass(Duration.ofSeconds(1));
        pass(Duration.ofMillis(1_999));
        sender.expectNoMessage(Duration.ZERO);

        pass(Duration.ofMillis(1));
        sender.receiveMessage();
        sender.receiveMessage();
        assertThat(telegram.calls())
                .containsExactly(send("first"), send("other"), send("first"), send("first"), send("second"));
    }

    @Test
    void whatTelegramAloneFailsAtForTenMinutesIsSentPlain() {
        failsInVain(Optional.of(send("odd")));

        assertThat(sender.receiveMessage()).isInstanceOf(Outcome.Written.class);
        assertThat(telegram.calls()).endsWith(send("odd"));
    }

    @Test
    void whatTelegramAloneFailsAtForTenMinutesIsLeftToItsSender() {
        failsInVain(Optional.empty());

        sender.expectMessageClass(Outcome.Uncertain.class);
        write(ADA, send("behind"));
        sender.expectMessageClass(Outcome.Written.class);
    }

    @Test
    void whileTelegramFailsAtEverythingWritesWait() {
        var restarting = new Failure.Unavailable(new IOException("502"));
        telegram.fails(restarting);
        write(ADA, send("hi"));
        for (int i = 1; i < 2 * QueuedCall.MOST_FAULTS; i++) {
            calledTimes(i);
            telegram.fails(restarting);
            pass(Duration.ofSeconds(30));
        }
        sender.expectNoMessage(Duration.ZERO);
    }

    /** As often as it is tried after another chat's writes have succeeded. */
    private void failsInVain(Optional<PartialBotApiMethod<?>> plain) {
        var fault = new Failure.Unavailable(new IOException("500"));
        telegram.fails(fault);
        outbox.tell(new Outbox.Write(ChatId.of(ADA), send("<b>odd"), Kind.FINAL, plain, sender.ref()));
        calledTimes(1);
        for (int i = 1; i <= QueuedCall.MOST_FAULTS; i++) {
            write(BOB, send("other"));
            sender.expectMessageClass(Outcome.Written.class);
            telegram.fails(fault);
            pass(Duration.ofSeconds(30));
        }
    }

    @Test
    void anEditWithoutClearOutcomeIsRepeatedUntilItIsDone() {
        Failure unclear = new Failure.Unclear(new IOException("timeout"));
        telegram.fails(unclear).fails(unclear);
        write(ADA, edit("final"));

        calledTimes(1);
        pass(Duration.ofMillis(999));
        sender.expectNoMessage(Duration.ZERO);
        pass(Duration.ofMillis(1));
        calledTimes(2);
        pass(Duration.ofSeconds(2));
        assertThat(sender.receiveMessage()).isInstanceOf(Outcome.Written.class);
    }

    @Test
    void whileTelegramCannotBeReachedWritesWaitAndPreviewsAreDropped() {
        Failure unreachable = new Failure.Unreachable(new IOException("refused"));
        for (int i = 0; i < 7; i++) {
            telegram.fails(unreachable);
        }
        LoggingTestKit.warn("Telegram cannot be reached").withOccurrences(1).expect(KIT.system(), () -> {
            outbox.tell(new Outbox.Preview(ChatId.of(BOB), LIVE, edit("frame")));
            calledTimes(1);
            write(ADA, send("hi"));
            int calls = 2;
            for (int wait : List.of(1, 2, 4, 8, 16)) {
                calledTimes(calls++);
                pass(Duration.ofSeconds(wait));
            }
            calledTimes(calls);
            return null;
        });

        LoggingTestKit.info("Telegram can be reached again").expect(KIT.system(), () -> {
            pass(Duration.ofSeconds(30));
            return sender.receiveMessage();
        });
        assertThat(telegram.calls()).filteredOn(edit("frame")::equals).hasSize(1);
    }

    @Test
    void a429SilencesItsLaneAndNoOther() {
        telegram.fails(new Failure.TooManyRequests(Duration.ofSeconds(10)));
        write(ADA, send("first"));
        calledTimes(1);
        write(ADA, send("second"));
        write(BOB, send("other"));
        sender.receiveMessage();
        assertThat(telegram.calls()).containsExactly(send("first"), send("other"));

        pass(Duration.ofMillis(11_249));
        calledTimes(2);
        pass(Duration.ofMillis(1));
        sender.receiveMessage();
        sender.receiveMessage();
        assertThat(telegram.calls()).endsWith(send("first"), send("second"));
    }

    @Test
    void whereTooMuchWaitsRepliesAreRejectedAndAnswersAreNot() {
        CompletableFuture<Void> slow = telegram.waits();
        write(ADA, send("slow"));
        calledTimes(1);
        for (var i = 1; i < Outbox.MOST_WAITING; i++) {
            reply(ADA);
        }
        LoggingTestKit.warn("replies to it are left out").withOccurrences(1).expect(KIT.system(), () -> {
            reply(ADA);
            reply(ADA);
            assertThat(sender.receiveMessage()).isInstanceOf(Outcome.Rejected.class);
            assertThat(sender.receiveMessage()).isInstanceOf(Outcome.Rejected.class);
            return null;
        });

        write(ADA, send("an answer"));
        outbox.tell(
                new Outbox.Write(ChatId.of(ADA), edit("its buttons go"), Kind.REPLY, Optional.empty(), sender.ref()));
        reply(BOB);
        assertThat(sender.receiveMessage()).as("the other chat's").isInstanceOf(Outcome.Written.class);
        settle();
        sender.expectNoMessage(Duration.ZERO);
        slow.complete(null);
        assertThat(sender.receiveMessage()).isInstanceOf(Outcome.Written.class);
    }

    private void reply(long chatId) {
        outbox.tell(new Outbox.Write(ChatId.of(chatId), send("help"), Kind.REPLY, Optional.empty(), sender.ref()));
    }

    @Test
    void aSlowAnswerBlocksItsLaneAndNoOther() {
        CompletableFuture<Void> slow = telegram.waits();
        write(ADA, send("slow"));
        calledTimes(1);
        write(ADA, send("behind"));
        write(BOB, send("other"));
        sender.receiveMessage();
        assertThat(telegram.calls()).containsExactly(send("slow"), send("other"));

        slow.complete(null);
        sender.receiveMessage();
        sender.receiveMessage();
        assertThat(telegram.calls()).endsWith(send("behind"));
    }

    @Test
    void theFinalTextComesAfterThePreviewUnderWayAndDropsTheOneThatWaits() {
        CompletableFuture<Void> slow = telegram.waits();
        outbox.tell(new Outbox.Preview(ChatId.of(ADA), LIVE, edit("frame 1")));
        calledTimes(1);
        outbox.tell(new Outbox.Preview(ChatId.of(ADA), LIVE, edit("frame 2")));
        write(ADA, edit("final"));
        slow.complete(null);

        sender.receiveMessage();
        pass(Duration.ofMinutes(1));
        assertThat(telegram.calls()).containsExactly(edit("frame 1"), edit("final"));
    }

    @Test
    void aFailedPreviewIsDropped() {
        telegram.fails(refused(400, "Bad Request: can't parse entities")).fails(new Failure.Unclear(new IOException()));
        outbox.tell(new Outbox.Preview(ChatId.of(ADA), LIVE, edit("frame")));
        outbox.tell(new Outbox.Preview(ChatId.of(BOB), LIVE, edit("frame")));
        calledTimes(2);

        pass(Duration.ofMinutes(1));
        write(ADA, send("hi"));
        sender.receiveMessage();
        assertThat(telegram.calls()).hasSize(3);
    }

    @Test
    void aButtonIsAnsweredPastEverythingThatWaits() {
        telegram.fails(new Failure.TooManyRequests(Duration.ofHours(1)));
        write(ADA, send("waits"));
        calledTimes(1);
        var answer = new AnswerCallbackQuery("42");
        outbox.tell(new Outbox.Answer(answer));

        await().untilAsserted(() -> assertThat(telegram.answers()).containsExactly(answer));
    }

    @Test
    void typingIsDroppedWhenItIsNotItsTime() {
        var typing = new SendChatAction(Long.toString(ADA), "typing");
        outbox.tell(new Outbox.Activity(ChatId.of(ADA), typing));
        outbox.tell(new Outbox.Activity(ChatId.of(ADA), typing));
        write(ADA, send("hi"));
        sender.receiveMessage();

        assertThat(telegram.calls()).containsExactly(typing, send("hi"));
    }

    @Test
    void aRefusedTypingSilencesTheLane() {
        telegram.fails(new Failure.TooManyRequests(Duration.ofSeconds(3)));
        CompletableFuture<Void> other = telegram.waits();
        outbox.tell(new Outbox.Activity(ChatId.of(ADA), new SendChatAction(Long.toString(ADA), "typing")));
        calledTimes(1);
        write(BOB, send("other"));
        calledTimes(2);
        other.complete(null);
        sender.receiveMessage();
        write(ADA, send("hi"));

        pass(Duration.ofMillis(4249));
        sender.expectNoMessage(Duration.ZERO);
        pass(Duration.ofMillis(1));
        sender.receiveMessage();
    }

    @Test
    void noMoreCallsAreUnderWayThanHaveAConnectionAndAFreeOneGoesToWhatIsMostUrgent() {
        var answers = new ArrayList<CompletableFuture<Void>>();
        for (var chat = 1; chat <= Outbox.MOST_UNDER_WAY; chat++) {
            answers.add(telegram.waits());
            write(chat, send("slow " + chat));
            pass(Duration.ofMillis(200));
        }
        outbox.tell(new Outbox.Preview(ChatId.of(900), LIVE, edit("frame")));
        outbox.tell(new Outbox.Write(ChatId.of(901), send("reply"), Kind.REPLY, Optional.empty(), sender.ref()));
        write(902, send("final"));
        pass(Duration.ofMinutes(1));
        calledTimes(Outbox.MOST_UNDER_WAY);

        answers.add(telegram.waits());
        answers.getFirst().complete(null);
        calledTimes(Outbox.MOST_UNDER_WAY + 1);
        assertThat(telegram.calls()).last().isEqualTo(send("final"));
    }

    @Test
    void aTelegramThatIsSlowIsNotToldAgainThatTheBotTypes() {
        var typing = new SendChatAction(Long.toString(ADA), "typing");
        var slow = telegram.waits();
        outbox.tell(new Outbox.Activity(ChatId.of(ADA), typing));
        pass(Duration.ofSeconds(5));
        outbox.tell(new Outbox.Activity(ChatId.of(ADA), typing));
        pass(Duration.ofSeconds(5));
        calledTimes(1);

        slow.complete(null);
        settle();
        outbox.tell(new Outbox.Activity(ChatId.of(ADA), typing));
        calledTimes(2);
    }

    @Test
    void aFaultLosesNothingThatWaits() {
        var isBroken = new AtomicBoolean();
        var faulty =
                KIT.spawn(Outbox.create(telegram, () -> isBroken.getAndSet(false) ? fault() : clock.get(), () -> 0.5));
        var slow = telegram.waits();
        faulty.tell(new Outbox.Write(ChatId.of(ADA), send("slow"), Kind.FINAL, Optional.empty(), sender.ref()));
        faulty.tell(new Outbox.Write(ChatId.of(ADA), send("behind"), Kind.FINAL, Optional.empty(), sender.ref()));
        faulty.tell(new Outbox.Answer(new AnswerCallbackQuery("settled")));
        await().until(() -> !telegram.answers().isEmpty());
        LoggingTestKit.error("as the test wants it").expect(KIT.system(), () -> {
            isBroken.set(true);
            faulty.tell(new Outbox.Activity(ChatId.of(BOB), new SendChatAction(Long.toString(BOB), "typing")));
            return null;
        });

        slow.complete(null);
        sender.expectMessageClass(Outcome.Written.class);
        sender.expectMessageClass(Outcome.Written.class);
        assertThat(telegram.calls()).endsWith(send("slow"), send("behind"));
        KIT.stop(faulty);
    }

    @Test
    void aFailureThatCannotBeJudgedIsLeftToTheSenderAndItsLaneGoesOn() {
        var faulty = KIT.spawn(Outbox.create(telegram, clock::get, () -> fault()));
        telegram.fails(new Failure.Unavailable(new IOException("502")));
        faulty.tell(new Outbox.Write(ChatId.of(ADA), send("first"), Kind.FINAL, Optional.empty(), sender.ref()));
        faulty.tell(new Outbox.Write(ChatId.of(ADA), send("second"), Kind.FINAL, Optional.empty(), sender.ref()));

        sender.expectMessageClass(Outcome.Uncertain.class);
        sender.expectMessageClass(Outcome.Written.class);
        KIT.stop(faulty);
    }

    @ParameterizedTest
    @CsvSource({"401,Unauthorized", "404,Not Found"})
    void whileTheTokenIsNotAcceptedWritesWaitAndThatIsReportedOnce(int code, String description) {
        telegram.fails(refused(code, description)).fails(refused(code, description));
        LoggingTestKit.error("does not accept the bot token").withOccurrences(1).expect(KIT.system(), () -> {
            write(ADA, send("hi"));
            calledTimes(1);
            pass(Duration.ofSeconds(1));
            calledTimes(2);
            settle();
            return null;
        });
        sender.expectNoMessage(Duration.ZERO);

        pass(Duration.ofSeconds(2));
        assertThat(sender.receiveMessage()).isInstanceOf(Outcome.Written.class);
    }

    @Test
    void aFileGoesThroughTheSameQueueAndItsCaptionIsResentPlain() {
        var document = FileUpload.of(ADA, "log.txt", FileUpload.Content.of("log"));
        FileUpload marked = document.withCaption("<b>log", Optional.of("HTML"));
        telegram.fails(refused(400, "Bad Request: can't parse entities"));
        outbox.tell(new Outbox.Upload(ChatId.of(ADA), marked, Kind.REPLY, Optional.of(document), sender.ref()));

        assertThat(sender.receiveMessage()).isEqualTo(new Outcome.Written(ScriptedTelegram.message()));
        assertThat(telegram.calls()).containsExactly(marked, document);
    }

    @Test
    void anAlbumGoesThroughTheSameQueueAndOutsideAClosedTopicItsFirstFileSaysSo() {
        var file = FileUpload.of(5, "log.txt", FileUpload.Content.of("log"));
        var album = new AlbumUpload(List.of(file.withCaption("one", Optional.empty()), file));
        telegram.fails(refused(400, "Bad Request: message thread not found"));
        outbox.tell(new Outbox.Album(
                TOPIC, album.each(each -> each.inThread(77)), Kind.FINAL, Optional.empty(), sender.ref()));

        assertThat(sender.receiveMessage()).isInstanceOf(Outcome.Written.class);
        assertThat(telegram.calls())
                .endsWith(new AlbumUpload(
                        List.of(file.withCaption("🧵 Topic 77, no longer open:\n\none", Optional.empty()), file)));
    }

    private void write(long chatId, PartialBotApiMethod<?> method) {
        write(ChatId.of(chatId), method);
    }

    private void write(ChatId chat, PartialBotApiMethod<?> method) {
        outbox.tell(new Outbox.Write(chat, method, Kind.FINAL, Optional.empty(), sender.ref()));
    }

    private void pass(Duration duration) {
        settle();
        clock.addAndGet(duration.toNanos());
        time.timePasses(duration);
        settle();
    }

    private void calledTimes(int times) {
        await().untilAsserted(() -> assertThat(telegram.calls()).hasSize(times));
    }

    private static ConditionFactory await() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    /** Waits until the outbox has worked off its messages, and those which it sent to itself meanwhile. */
    private void settle() {
        for (int i = 0; i < 3; i++) {
            int answered = telegram.answers().size();
            outbox.tell(new Outbox.Answer(new AnswerCallbackQuery("settled")));
            await().until(() -> telegram.answers().size() > answered);
        }
    }

    private static long fault() {
        throw new IllegalStateException("as the test wants it");
    }

    private static Failure.Refused refused(int code, String description) {
        return new Failure.Refused(code, description, OptionalLong.empty());
    }

    private static SendMessage inTopic(String text) {
        SendMessage message = html(text);
        message.setMessageThreadId(77);
        message.setReplyParameters(ReplyParameters.builder().messageId(3).build());
        return message;
    }

    private void theLastCallEdits(String text) {
        assertThat(telegram.calls())
                .last()
                .isInstanceOfSatisfying(
                        EditMessageText.class,
                        edit -> assertThat(edit.getText()).isEqualTo(text));
    }

    private static SendMessage html(String text) {
        SendMessage message = send(text);
        message.setParseMode("HTML");
        return message;
    }

    private static SendMessage send(String text) {
        return new SendMessage("5", text);
    }

    private static EditMessageText edit(String text) {
        return edit(LIVE, text);
    }

    private static EditMessageText edit(int message, String text) {
        return EditMessageText.builder()
                .chatId("5")
                .messageId(message)
                .text(text)
                .build();
    }
}
