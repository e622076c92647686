package switchboard.telegram.update;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.telegram.update.Updates.ADA;
import static switchboard.telegram.update.Updates.BY_ADA;
import static switchboard.telegram.update.Updates.body;
import static switchboard.telegram.update.Updates.said;
import static switchboard.telegram.update.Updates.text;
import static switchboard.telegram.update.Updates.update;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.telegram.telegrambots.meta.api.objects.Update;
import switchboard.Engine;
import switchboard.chat.ChatProtocol;
import switchboard.telegram.ManualClock;
import switchboard.telegram.Processed;
import switchboard.telegram.api.Failure;
import switchboard.telegram.outbox.Outbox;
import switchboard.telegram.view.OpenQuestions;

class UpdatePollerTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final Duration STORED_WITHIN = Duration.ofSeconds(10);
    private static final String FULL = "x".repeat(PasteJoiner.FULL);

    @TempDir
    Path sessions;

    private final ManualTime time = ManualTime.get(KIT.system());
    private final ManualClock clock = new ManualClock(Updates.SAID_AT);
    private final ScriptedUpdates telegram = new ScriptedUpdates();
    private final TestProbe<Engine.Deliver> engine = KIT.createTestProbe(Engine.Deliver.class);
    private final TestProbe<Outbox.Command> outbox = KIT.createTestProbe(Outbox.Command.class);
    private final Processed processed = new Processed();
    private final ActorRef<UpdatePoller.Command> poller = KIT.spawn(processed.of(UpdatePoller.create(
            telegram,
            new UpdateRouter(Updates.ME, AccessPolicy.of(Set.of(ADA)), name -> name.equals("stop")),
            engine.ref(),
            outbox.ref(),
            new OpenQuestions(),
            clock,
            sessions)));

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @AfterEach
    void stopThePoller() {
        KIT.stop(poller);
    }

    @Test
    void everyPollNamesTheKindsItKnows() {
        var poll = telegram.poll();

        assertThat(poll.offset()).isZero();
        assertThat(poll.request().getTimeout()).isEqualTo(25);
        assertThat(poll.request().getAllowedUpdates()).containsExactly("message", "callback_query", "my_chat_member");
    }

    @Test
    void theOffsetMovesOnceTheChatHasStored() {
        telegram.poll().brings(said(900, "hello"));

        var submit = submitted();
        assertThat(submit.prompt().text()).isEqualTo("hello");
        assertThat(submit.seen()).isEqualTo(900);
        assertThat(telegram.isPolled()).isFalse();

        submit.replyTo().tell(new ChatProtocol.Accepted());
        assertThat(telegram.poll().offset()).isEqualTo(901);
    }

    @Test
    void whatTheChatRefusesIsConfirmedToo() {
        telegram.poll().brings(said(900, "hello"));

        submitted().replyTo().tell(new ChatProtocol.Refused("too many"));
        assertThat(telegram.poll().offset()).isEqualTo(901);
    }

    @Test
    void whatConcernsNobodyIsConfirmedAtOnce() {
        telegram.poll().brings(update(900, "'something_new':{}"), update(901, "'edited_message':" + words("x")));
        var poll = telegram.poll();
        assertThat(poll.offset()).isEqualTo(902);

        poll.bringsUnreadable(902);
        assertThat(telegram.poll().offset()).isEqualTo(903);
    }

    @Test
    void anOddUpdateDoesNotSinkTheBatch() {
        var odd = update(
                900, "'message':" + words(text("hi") + ",'entities':[" + Updates.entity("mention", 1, 99) + "]"));

        LoggingTestKit.error("Update 900 is passed over").expect(KIT.system(), () -> {
            telegram.poll().brings(odd, said(901, "hello"));
            return null;
        });
        submitted().replyTo().tell(new ChatProtocol.Accepted());
        assertThat(telegram.poll().offset()).isEqualTo(902);
    }

    @Test
    void anUnstoredUpdateIsOfferedAgainWhileOthersGoOn() {
        processed.after(2, () -> {
            telegram.poll().brings(said(900, "lost"), inTopic(901, "kept"));
            assertThat(submitted().prompt().text()).isEqualTo("lost");
            accept("kept");
        });

        LoggingTestKit.error("[900] was not stored and is tried again").expect(KIT.system(), () -> {
            processed.after(1, () -> time.timePasses(STORED_WITHIN));
            return null;
        });
        time.timePasses(Duration.ofSeconds(1));
        var again = telegram.poll();
        assertThat(again.offset()).isZero();

        again.brings(said(900, "lost"), inTopic(901, "kept"), inTopic(902, "new"));
        accept("lost");
        accept("new");
        assertThat(telegram.poll().offset()).isEqualTo(903);
        engine.expectNoMessage(Duration.ZERO);
    }

    @Test
    void theOffsetMovesAsFarAsAllIsStored() {
        telegram.poll().brings(said(900, "kept"), inTopic(901, "lost"));
        accept("kept");
        submitted();

        LoggingTestKit.error("[901] was not stored").expect(KIT.system(), () -> {
            processed.after(1, () -> time.timePasses(STORED_WITHIN));
            return null;
        });
        time.timePasses(Duration.ofSeconds(1));
        assertThat(telegram.poll().offset()).isEqualTo(901);
    }

    @Test
    void aFullMessageWaitsForTheNextPiece() {
        processed.after(1, () -> telegram.poll().brings(said(900, FULL)));
        aSecondPasses();
        var poll = telegram.poll();
        assertThat(poll.offset()).isZero();
        engine.expectNoMessage(Duration.ZERO);

        poll.brings(said(900, FULL), said(901, "the end"));
        accept(FULL + "the end");
        assertThat(telegram.poll().offset()).isEqualTo(902);
    }

    @Test
    void aFullMessageThatNothingFollowsIsAskedAlone() {
        processed.after(1, () -> telegram.poll().brings(said(900, FULL)));
        aSecondPasses();
        processed.after(1, () -> telegram.poll().brings(said(900, FULL)));
        aSecondPasses();
        telegram.poll().brings(said(900, FULL));

        accept(FULL);
        assertThat(telegram.poll().offset()).isEqualTo(901);
    }

    @Test
    void othersAreNotHeldUpByAHalfPaste() {
        processed.after(2, () -> {
            telegram.poll().brings(said(900, FULL), inTopic(901, "quick"));
            accept("quick");
        });
        aSecondPasses();

        telegram.poll().brings(said(900, FULL), inTopic(901, "quick"), said(902, "the end"));
        accept(FULL + "the end");
        assertThat(telegram.poll().offset()).isEqualTo(903);
        engine.expectNoMessage(Duration.ZERO);
    }

    @Test
    void anotherProgramOnTheSameTokenIsReportedOnceAndPolledAgainSlowly() {
        var conflict = conflict("Conflict: terminated by other getUpdates request");

        LoggingTestKit.error("Another program uses this bot's token")
                .withOccurrences(1)
                .expect(KIT.system(), () -> {
                    fail(conflict);
                    assertPollsAgainAfter(Duration.ofSeconds(6));
                    fail(conflict);
                    assertPollsAgainAfter(Duration.ofSeconds(7));
                    return null;
                });
        processed.after(1, () -> telegram.poll().brings());
        LoggingTestKit.error("Another program uses this bot's token").expect(KIT.system(), () -> {
            fail(conflict);
            return null;
        });
    }

    @Test
    void aConflictAfterOtherTroubleIsReportedToo() {
        fail(new Failure.Unavailable(new IOException("502")));
        assertPollsAgainAfter(Duration.ofSeconds(1));

        LoggingTestKit.error("Another program uses").expect(KIT.system(), () -> {
            fail(conflict("Conflict: terminated by other getUpdates request"));
            return null;
        });
    }

    @Test
    void aWebhookOfAnotherProgramIsReportedWithItsOwnFix() {
        LoggingTestKit.error("deleteWebhook").expect(KIT.system(), () -> {
            fail(conflict(
                    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the"
                            + " webhook first"));
            return null;
        });
    }

    @Test
    void aRefusedTokenIsReportedAndTriedAgain() {
        LoggingTestKit.error("Telegram refuses to hand out updates and is asked again (Unauthorized)")
                .expect(KIT.system(), () -> {
                    fail(new Failure.Refused(401, "Unauthorized", OptionalLong.empty()));
                    return null;
                });
        assertPollsAgainAfter(Duration.ofSeconds(6));
    }

    @Test
    void serverErrorsAreReportedOnceAndTriedAgainWithLongerAndLongerPauses() {
        var unavailable = new Failure.Unavailable(new IOException("502"));
        LoggingTestKit.warn("Telegram cannot be reached").withOccurrences(1).expect(KIT.system(), () -> {
            for (var pause : new int[] {1, 2, 4, 8, 16, 30, 30}) {
                fail(unavailable);
                assertPollsAgainAfter(Duration.ofSeconds(pause));
            }
            return null;
        });
        LoggingTestKit.info("Telegram answers again").expect(KIT.system(), () -> {
            processed.after(1, () -> telegram.poll().brings());
            return null;
        });
        fail(unavailable);
        assertPollsAgainAfter(Duration.ofSeconds(1));
    }

    @Test
    void tooManyPollsPauseAsLongAsTelegramSays() {
        fail(new Failure.TooManyRequests(Duration.ofSeconds(40)));

        assertPollsAgainAfter(Duration.ofSeconds(41));
    }

    private void accept(String text) {
        var submit = submitted();
        assertThat(submit.prompt().text()).isEqualTo(text);
        submit.replyTo().tell(new ChatProtocol.Accepted());
    }

    private ChatProtocol.Submit submitted() {
        return (ChatProtocol.Submit) engine.receiveMessage().command();
    }

    /** What is not finished is polled again a second later. */
    private void aSecondPasses() {
        clock.pass(Duration.ofSeconds(1));
        processed.after(1, () -> time.timePasses(Duration.ofSeconds(1)));
    }

    private void fail(Failure failure) {
        processed.after(1, () -> telegram.poll().fails(failure));
    }

    private void assertPollsAgainAfter(Duration pause) {
        time.timePasses(pause.minusMillis(1));
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .during(Duration.ofMillis(20))
                .until(() -> !telegram.isPolled());
        processed.after(1, () -> time.timePasses(Duration.ofMillis(1)));
        assertThat(telegram.isPolled()).isTrue();
    }

    private static Failure conflict(String description) {
        return new Failure.Refused(409, description, OptionalLong.empty());
    }

    private static Update inTopic(long id, String words) {
        return update(
                id,
                "'message':"
                        + body(
                                BY_ADA,
                                "'chat':{'id':111,'type':'private','first_name':'Ada'}",
                                text(words) + ",'is_topic_message':true,'message_thread_id':5"));
    }

    private static String words(String fields) {
        return body(BY_ADA, Updates.IN_PRIVATE, fields.startsWith("'") ? fields : text(fields));
    }
}
