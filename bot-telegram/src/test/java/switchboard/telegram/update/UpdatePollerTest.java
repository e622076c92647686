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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.objects.Update;
import switchboard.Engine;
import switchboard.ManualClock;
import switchboard.chat.ChatProtocol;
import switchboard.command.SlashCommands;
import switchboard.model.ChatId;
import switchboard.model.Content;
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
    static Path directory;

    private final Path sessions = directory.resolve(UUID.randomUUID().toString());
    private final ManualTime time = ManualTime.get(KIT.system());
    private final ManualClock clock = new ManualClock(Updates.SAID_AT);
    private final ScriptedUpdates telegram = new ScriptedUpdates();
    private final TestProbe<Engine.Command> engine = KIT.createTestProbe(Engine.Command.class);
    private final TestProbe<Outbox.Command> life = KIT.createTestProbe(Outbox.Command.class);
    private final TestProbe<Outbox.Command> outbox = KIT.createTestProbe(Outbox.Command.class);
    private final Processed processed = new Processed();
    private final ActorRef<UpdatePoller.Command> poller = spawn();

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
        assertThat(poll.request().getAllowedUpdates())
                .containsExactly("message", "edited_message", "callback_query", "my_chat_member");
    }

    @Test
    void theOutboxHearsOfEachSignOfLife() {
        var blocked =
                "'my_chat_member':{'chat':{'id':%d,'type':'private'},'from':{'id':111,'is_bot':false,'first_name':'Ada'},"
                        + "'date':1,'old_chat_member':{'status':'%s','user':{'id':42,'is_bot':true,'first_name':'Bot'}},"
                        + "'new_chat_member':{'status':'%s','user':{'id':42,'is_bot':true,'first_name':'Bot'}}}";
        telegram.poll()
                .brings(
                        update(900, String.format(Locale.ROOT, blocked, 5, "member", "kicked")),
                        update(901, String.format(Locale.ROOT, blocked, 6, "kicked", "member")),
                        inTopic(902, "hello"));

        life.expectMessage(new Outbox.Alive(ChatId.of(6)));
        life.expectMessage(new Outbox.Alive(new ChatId(111, 5)));
    }

    @Test
    void theOffsetMovesOnceTheChatHasStored() {
        telegram.poll().brings(said(900, "hello"));

        var submit = submitted();
        assertThat(submit.prompt().text()).isEqualTo("hello");
        assertThat(submit.seen()).containsExactly(900L);
        assertThat(telegram.isPolled()).isFalse();

        submit.replyTo().tell(new ChatProtocol.Accepted());
        assertThat(telegram.poll().offset()).isEqualTo(901);
    }

    @Test
    void aTopicsNewNameIsConfirmedOnceItIsStored() {
        var renamed = "'forum_topic_edited':{'name':'Bugs'},'is_topic_message':true,'message_thread_id':5";
        telegram.poll().brings(update(900, "'message':" + body(BY_ADA, Updates.IN_PRIVATE, renamed)));

        var deliver = engine.expectMessageClass(Engine.Deliver.class);
        assertThat(deliver.chat()).isEqualTo(new ChatId(111, 5));
        var topic = (ChatProtocol.NameTopic) deliver.command();
        assertThat(topic.name()).isEqualTo("Bugs");
        assertThat(telegram.isPolled()).isFalse();
        topic.replyTo().tell(new ChatProtocol.Accepted());
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
        telegram.poll().brings(update(900, "'something_new':{}"), update(901, "'channel_post':" + words("x")));
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
    void nobodyWaitsForAChatThatDoesNotStore() {
        telegram.poll().brings(said(900, "slow"));
        submitted();
        time.timePasses(Duration.ofSeconds(1));
        var again = telegram.poll();
        assertThat(again.offset()).isZero();

        again.brings(said(900, "slow"), inTopic(901, "quick"));
        accept("quick");
        time.timePasses(Duration.ofSeconds(1));
        telegram.poll().brings(said(900, "slow"), inTopic(901, "quick"));
        engine.expectNoMessage(Duration.ZERO);
    }

    @Test
    void whatAChatDoesNotStoreIn10sIsKeptAsideConfirmedToldAndOfferedAgainInOrder() {
        telegram.poll().brings(said(900, "one"), said(901, "two"), inTopic(902, "other"));
        assertThat(acceptAllBut("one", 2)).containsExactlyInAnyOrder("one", "other");
        keptAside(() -> telegram.poll().brings(said(900, "one"), said(901, "two"), inTopic(902, "other")));

        assertThat(telegram.poll().offset()).isEqualTo(903);
        assertThat(kept()).hasSize(2);
        assertThat(told().getText()).isEqualTo(StorageErrorText.KEPT);
        offeredAgain();
        accept("one");
        accept("two");
        Awaitility.await().until(() -> kept().isEmpty());
        outbox.expectNoMessage(Duration.ZERO);
    }

    @Test
    void whatIsSaidMeanwhileInThatChatGoesBehindAndIsNotToldOfAgain() {
        var poll = keptAside("one");
        poll.brings(said(901, "two"));

        assertThat(telegram.poll().offset()).isEqualTo(902);
        assertThat(kept()).hasSize(2);
        engine.expectNoMessage(Duration.ZERO);
        offeredAgain();
        accept("one");
        accept("two");
        outbox.expectNoMessage(Duration.ZERO);
    }

    @Test
    void whatWasKeptAsideIsOfferedAfterARestartAndDroppedIfTelegramSendsItAgain() {
        keptAside("one").brings(said(901, "two"));
        telegram.poll();
        KIT.stop(poller);

        var second = spawn();
        accept("one");
        accept("two");
        telegram.poll().brings(said(900, "one"), said(901, "two"));
        assertThat(telegram.poll().offset()).isEqualTo(902);
        engine.expectNoMessage(Duration.ZERO);
        Awaitility.await().until(() -> kept().isEmpty());
        KIT.stop(second);
    }

    @Test
    void aStopIsOfferedBeforeItsTurn() {
        keptAside("one").brings(said(901, "two"), stop(902));

        var invoke = (ChatProtocol.Invoke)
                engine.expectMessageClass(Engine.Deliver.class).command();
        assertThat(invoke.name()).isEqualTo("stop");
        invoke.replyTo().tell(new ChatProtocol.Accepted());
        Awaitility.await().until(() -> kept().size() == 2);
        offeredAgain();
        accept("one");
        accept("two");
        engine.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aStopRightBehindWhatIsNotStoredWaitsASecond() {
        telegram.poll().brings(said(900, "one"), stop(901));
        submitted();
        engine.expectNoMessage(Duration.ZERO);

        time.timePasses(Duration.ofSeconds(1));
        assertThat(((ChatProtocol.Invoke)
                                engine.expectMessageClass(Engine.Deliver.class).command())
                        .name())
                .isEqualTo("stop");
    }

    @Test
    void aStopThatIsStoredByOneOfTwoOffersIsOfferedNoMore() {
        telegram.poll().brings(said(900, "one"), stop(901));
        var one = submitted();
        time.timePasses(Duration.ofSeconds(1));
        engine.expectMessageClass(Engine.Deliver.class);
        time.timePasses(STORED_WITHIN.minusSeconds(5));
        one.replyTo().tell(new ChatProtocol.Accepted());
        var stop = (ChatProtocol.Invoke)
                engine.expectMessageClass(Engine.Deliver.class).command();
        time.timePasses(Duration.ofSeconds(5));
        Awaitility.await().until(() -> !kept().isEmpty());
        stop.replyTo().tell(new ChatProtocol.Accepted());
        Awaitility.await().until(() -> kept().isEmpty());

        offeredAgain();
        telegram.poll().brings(said(902, "two"));
        accept("two");
    }

    @Test
    void whatCannotBeKeptEitherStaysWithTelegramAndIsToldOnce() throws IOException {
        Files.writeString(sessions.resolve("undelivered"), "in the way");
        telegram.poll().brings(said(900, "one"));
        submitted();

        LoggingTestKit.error("cannot be kept aside either").withOccurrences(1).expect(KIT.system(), () -> {
            LoggingTestKit.error("Chat 111 cannot store").withOccurrences(1).expect(KIT.system(), () -> {
                time.timePasses(Duration.ofSeconds(10));
                assertThat(told().getText()).contains("stays with Telegram");
                return null;
            });
            for (var pause : List.of(2, 4, 8)) {
                var poll = telegram.poll();
                assertThat(poll.offset()).isZero();
                poll.brings(said(900, "one"), inTopic(900 + pause, "other"));
                accept("other");
                time.timePasses(Duration.ofSeconds(pause));
                assertThat(submitted().prompt().text()).isEqualTo("one");
                time.timePasses(STORED_WITHIN);
            }
            return null;
        });
        outbox.expectNoMessage(Duration.ZERO);
        Files.delete(sessions.resolve("undelivered"));
        time.timePasses(Duration.ofSeconds(16));
        assertThat(submitted().prompt().text()).isEqualTo("one");
        Awaitility.await().until(() -> !kept().isEmpty());
        assertThat(told().getText()).isEqualTo(StorageErrorText.KEPT);
    }

    @Test
    void whatIsKeptAsideIsKeptInTheOrderItCame() throws IOException {
        Files.writeString(sessions.resolve("undelivered"), "in the way");
        telegram.poll().brings(said(900, "one"));
        submitted();
        time.timePasses(STORED_WITHIN);
        assertThat(told().getText()).contains("stays with Telegram");
        Files.delete(sessions.resolve("undelivered"));
        telegram.poll().brings(said(900, "one"), said(901, "two"));

        Awaitility.await().until(() -> kept().size() == 2);
        assertThat(kept().stream().sorted().map(Path::toString).map(name -> name.replaceAll(".*-", "")))
                .containsExactly("900.json", "901.json");
    }

    @Test
    void aLowerIdAfterAWeekOfSilenceIsTaken() {
        telegram.poll().brings(said(900_000, "before"));
        accept("before");
        var poll = telegram.poll();
        assertThat(poll.offset()).isEqualTo(900_001);

        poll.brings(said(17, "after"));
        accept("after");
        assertThat(telegram.poll().offset()).isEqualTo(18);
    }

    @Test
    void theLargestIdEndsNothing() {
        telegram.poll().brings(said(Integer.MAX_VALUE, "last"));
        accept("last");

        assertThat(telegram.poll().offset()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aChatThatSpokeWhileTheBotWasAwayIsToldOnceForHowLong() throws IOException {
        telegram.poll();
        KIT.stop(poller);
        Awaitility.await()
                .ignoreException(NoSuchFileException.class)
                .until(() -> Files.getLastModifiedTime(sessions.resolve(".last-asked"))
                        .toInstant()
                        .equals(Updates.SAID_AT));
        Files.setLastModifiedTime(sessions.resolve(".last-asked"), FileTime.from(Updates.SAID_AT.minusSeconds(60)));
        clock.pass(Duration.ofMinutes(2));
        var second = spawn();

        var poll = telegram.poll();
        poll.brings(said(900, "one"), said(901, "two"));
        assertThat(told().getText()).isEqualTo("I was away for 3m. I'm running your 2 messages now.");
        accept("one");
        accept("two");
        telegram.poll().brings(said(902, "three"));
        accept("three");
        outbox.expectNoMessage(Duration.ZERO);
        KIT.stop(second);
    }

    @Test
    void aFullMessageWaitsForTheNextPiece() {
        processed.after(1, telegram::poll, poll -> poll.brings(said(900, FULL)));
        aSecondPasses();
        var poll = telegram.poll();
        assertThat(poll.offset()).isZero();
        engine.expectNoMessage(Duration.ZERO);

        poll.brings(said(900, FULL), said(901, "the end"));
        accept(FULL + "the end");
        assertThat(telegram.poll().offset()).isEqualTo(902);
    }

    @Test
    void aPieceThatTelegramMarksAsACommandIsPartOfThePrompt() {
        var piece = update(
                901,
                "'message':"
                        + Updates.body(
                                Updates.BY_ADA,
                                Updates.IN_PRIVATE,
                                Updates.text("/status 200 3ms", "bot_command", "/status")));
        telegram.poll().brings(said(900, FULL), piece);

        accept(FULL + "/status 200 3ms");
        assertThat(telegram.poll().offset()).isEqualTo(902);
    }

    @Test
    void aFullMessageThatNothingFollowsIsAskedAlone() {
        processed.after(1, telegram::poll, poll -> poll.brings(said(900, FULL)));
        aSecondPasses();
        processed.after(1, telegram::poll, poll -> poll.brings(said(900, FULL)));
        aSecondPasses();
        telegram.poll().brings(said(900, FULL));

        accept(FULL);
        assertThat(telegram.poll().offset()).isEqualTo(901);
    }

    @Test
    void aClockThatGoesBackHoldsNoPaste() {
        processed.after(1, telegram::poll, poll -> poll.brings(said(900, FULL)));
        clock.pass(Duration.ofHours(-5));
        time.timePasses(Duration.ofSeconds(1));
        processed.after(1, telegram::poll, poll -> poll.brings(said(900, FULL)));
        time.timePasses(Duration.ofSeconds(1));
        telegram.poll().brings(said(900, FULL));

        accept(FULL);
    }

    @Test
    void othersAreNotHeldUpByAHalfPaste() {
        processed.after(2, telegram::poll, poll -> {
            poll.brings(said(900, FULL), inTopic(901, "quick"));
            accept("quick");
        });
        aSecondPasses();

        telegram.poll().brings(said(900, FULL), inTopic(901, "quick"), said(902, "the end"));
        accept(FULL + "the end");
        assertThat(telegram.poll().offset()).isEqualTo(903);
        engine.expectNoMessage(Duration.ZERO);
    }

    @Test
    void anAlbumIsOnePromptAWhileAfterItsLastPiece() {
        processed.after(1, telegram::poll, poll -> poll.brings(piece(900), piece(901), piece(902)));
        aSecondPasses();
        var early = telegram.poll();
        assertThat(early.offset()).isZero();
        processed.after(1, () -> early, poll -> poll.brings(piece(900), piece(901), piece(902)));
        engine.expectNoMessage(Duration.ZERO);
        aSecondPasses();
        telegram.poll().brings(piece(900), piece(901), piece(902));

        var submit = submitted();
        assertThat(files(submit)).containsExactly("u:f900", "u:f901", "u:f902");
        assertThat(submit.seen()).containsExactly(900L, 901L, 902L);
        submit.replyTo().tell(new ChatProtocol.Accepted());
        assertThat(telegram.poll().offset()).isEqualTo(903);
    }

    @Test
    void eachPieceOfAnAlbumIsWaitedForAgain() {
        processed.after(1, telegram::poll, poll -> poll.brings(piece(900)));
        aSecondPasses();
        processed.after(1, telegram::poll, poll -> poll.brings(piece(900), piece(901)));
        aSecondPasses();
        processed.after(1, telegram::poll, poll -> poll.brings(piece(900), piece(901)));
        engine.expectNoMessage(Duration.ZERO);
        aSecondPasses();
        telegram.poll().brings(piece(900), piece(901));

        assertThat(files(submitted())).containsExactly("u:f900", "u:f901");
    }

    @Test
    void anAlbumThatDoesNotEndIsTakenAfterTenSeconds() {
        var pieces = new ArrayList<Update>();
        for (var second = 0; second < 10; second++) {
            pieces.add(piece(900 + second));
            processed.after(1, telegram::poll, poll -> poll.brings(pieces.toArray(Update[]::new)));
            engine.expectNoMessage(Duration.ZERO);
            aSecondPasses();
        }
        pieces.add(piece(910));
        telegram.poll().brings(pieces.toArray(Update[]::new));

        assertThat(files(submitted())).hasSize(11);
    }

    @Test
    void anAlbumAtTheEndOfAFullBatchIsTakenOnceAllOfItCanBeSeen() {
        var full = Stream.concat(
                        LongStream.range(0, 98).mapToObj(each -> inTopic(each, "quick")),
                        Stream.of(piece(98), piece(99)))
                .toArray(Update[]::new);
        var first = telegram.poll();
        processed.after(1, () -> first, poll -> poll.brings(full));
        aSecondPasses();
        processed.after(1, telegram::poll, poll -> poll.brings(full));
        aSecondPasses();
        processed.after(1, telegram::poll, poll -> poll.brings(full));
        processed.after(98, () -> IntStream.range(0, 98).forEach(each -> accept("quick")));
        engine.expectNoMessage(Duration.ZERO);
        aSecondPasses();
        var rest = telegram.poll();
        assertThat(rest.offset()).isEqualTo(98);
        processed.after(1, () -> rest, poll -> poll.brings(piece(98), piece(99), piece(100)));
        aSecondPasses();
        processed.after(1, telegram::poll, poll -> poll.brings(piece(98), piece(99), piece(100)));
        aSecondPasses();
        telegram.poll().brings(piece(98), piece(99), piece(100));

        assertThat(files(submitted())).containsExactly("u:f98", "u:f99", "u:f100");
    }

    @Test
    void anAlbumThatBeginsAFullBatchIsNotHeldForever() {
        var full = Stream.concat(
                        Stream.of(piece(0), piece(1)),
                        LongStream.range(2, 100).mapToObj(each -> inTopic(each, "quick")))
                .toArray(Update[]::new);
        processed.after(1, telegram::poll, poll -> poll.brings(full));
        aSecondPasses();
        processed.after(1, telegram::poll, poll -> poll.brings(full));
        aSecondPasses();
        processed.after(1, telegram::poll, poll -> poll.brings(full));

        var album = Stream.generate(this::submitted)
                .filter(submit -> !files(submit).isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(files(album)).containsExactly("u:f0", "u:f1");
    }

    @Test
    void anEditThatComesWithItsMessageIsTakenWithIt() {
        telegram.poll().brings(said(900, "old"), edited(901, "new"));

        var submit = submitted();
        assertThat(submit.prompt().text()).isEqualTo("new");
        assertThat(submit.seen()).containsExactly(900L, 901L);
        submit.replyTo().tell(new ChatProtocol.Accepted());
        assertThat(telegram.poll().offset()).isEqualTo(902);
    }

    @Test
    void anEditOfAMessageThatWasTakenBeforeARestartIsOneOfItsOwn() {
        telegram.poll().brings(said(900, "old"), edited(901, "new"));
        submitted().replyTo().tell(new ChatProtocol.SeenInPart(List.of(900L)));

        var again = submitted();
        assertThat(again.prompt().text()).isEqualTo("old");
        assertThat(again.seen()).containsExactly(900L);
        again.replyTo().tell(new ChatProtocol.Accepted());
        var edit = (ChatProtocol.Edit)
                engine.expectMessageClass(Engine.Deliver.class).command();
        assertThat(edit.seen()).containsExactly(901L);
        assertThat(edit.revision().message()).isEqualTo("512");
        assertThat(edit.revision().author()).isEqualTo("111");
        assertThat(telegram.isPolled()).isFalse();
        edit.replyTo().tell(new ChatProtocol.Accepted());
        assertThat(telegram.poll().offset()).isEqualTo(902);
    }

    @Test
    void anEditIsHandedOverOnceItsMessageIsStored() {
        telegram.poll().brings(said(900, "old"), inTopic(901, "elsewhere"));
        var submit = submitted();
        accept("elsewhere");
        aSecondPasses();
        processed.after(
                1,
                telegram::poll,
                poll -> poll.brings(said(900, "old"), inTopic(901, "elsewhere"), edited(902, "new")));
        engine.expectNoMessage(Duration.ZERO);
        submit.replyTo().tell(new ChatProtocol.Accepted());

        var edit = (ChatProtocol.Edit)
                engine.expectMessageClass(Engine.Deliver.class).command();
        assertThat(edit.revision().piece().content()).containsExactly(new Content.Text("new"));
        edit.replyTo().tell(new ChatProtocol.Accepted());
        assertThat(telegram.poll().offset()).isEqualTo(903);
    }

    @Test
    void anAlbumSurvivesARestartBetweenItsPieces() {
        processed.after(1, telegram::poll, poll -> poll.brings(piece(900), piece(901)));
        KIT.stop(poller);
        var second = spawn();
        var first = telegram.poll();
        assertThat(first.offset()).isZero();
        processed.after(1, () -> first, poll -> poll.brings(piece(900), piece(901), piece(902)));
        aSecondPasses();
        processed.after(1, telegram::poll, poll -> poll.brings(piece(900), piece(901), piece(902)));
        aSecondPasses();
        telegram.poll().brings(piece(900), piece(901), piece(902));

        assertThat(files(submitted())).containsExactly("u:f900", "u:f901", "u:f902");
        KIT.stop(second);
    }

    @Test
    void anAlbumThatIsKeptAsideIsOnePromptAfterARestart() {
        processed.after(1, telegram::poll, poll -> poll.brings(piece(900), piece(901)));
        aSecondPasses();
        processed.after(1, telegram::poll, poll -> poll.brings(piece(900), piece(901)));
        aSecondPasses();
        telegram.poll().brings(piece(900), piece(901));
        submitted();
        keptAside(() -> telegram.poll().brings(piece(900), piece(901)));
        KIT.stop(poller);
        var second = spawn();

        assertThat(files(submitted())).containsExactly("u:f900", "u:f901");
        KIT.stop(second);
    }

    @Test
    void nobodyWaitsForTheAlbumOfAnotherChat() {
        processed.after(2, telegram::poll, poll -> {
            poll.brings(piece(900), inTopic(901, "quick"));
            accept("quick");
        });
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
        processed.after(1, telegram::poll, poll -> poll.brings());
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
        LoggingTestKit.warn("Telegram has trouble of its own (502)")
                .withOccurrences(1)
                .expect(KIT.system(), () -> {
                    for (var pause : new int[] {1, 2, 4, 8, 16, 30, 30}) {
                        fail(unavailable);
                        assertPollsAgainAfter(Duration.ofSeconds(pause));
                    }
                    return null;
                });
        LoggingTestKit.info("Telegram answers again").expect(KIT.system(), () -> {
            processed.after(1, telegram::poll, poll -> poll.brings());
            return null;
        });
        fail(unavailable);
        assertPollsAgainAfter(Duration.ofSeconds(1));
    }

    @Test
    void tooManyPollsPauseAsLongAsTelegramSays() {
        LoggingTestKit.warn("Telegram asks for a pause of 40 s").expect(KIT.system(), () -> {
            fail(new Failure.TooManyRequests(Duration.ofSeconds(40)));
            return null;
        });

        assertPollsAgainAfter(Duration.ofSeconds(41));
    }

    @Test
    void anAbsurdPauseOfPollsIsCutShort() {
        fail(new Failure.TooManyRequests(Duration.ofHours(6)));

        assertPollsAgainAfter(Duration.ofMinutes(5));
    }

    @Test
    void updatesThatCannotBeConfirmedArePolledAgainWithLongerAndLongerPauses() {
        for (var pause : new int[] {2, 4, 8, 16, 30, 30}) {
            processed.after(1, telegram::poll, poll -> poll.bringsNameless(1));
            assertPollsAgainAfter(Duration.ofSeconds(pause));
        }
        processed.after(1, telegram::poll, poll -> poll.brings());
        assertThat(telegram.poll().offset()).isZero();
    }

    @Test
    void pollsThatAreAnsweredAtOnceWithNothingComeSlowerAndAreReportedOnce() {
        LoggingTestKit.warn("Telegram answers at once")
                .withLoggerName(UpdatePoller.class.getName())
                .withOccurrences(1)
                .expect(KIT.system(), () -> {
                    processed.after(1, telegram::poll, poll -> poll.brings());
                    for (var pause : new int[] {2, 4, 8}) {
                        processed.after(1, telegram::poll, poll -> poll.brings());
                        assertPollsAgainAfter(Duration.ofSeconds(pause));
                    }
                    return null;
                });
        clock.pass(Duration.ofSeconds(25));
        processed.after(1, telegram::poll, poll -> poll.brings());
        assertThat(telegram.poll().offset()).isZero();
    }

    private ActorRef<UpdatePoller.Command> spawn() {
        return KIT.spawn(processed.of(UpdatePoller.create(
                telegram,
                new UpdateRouter(Updates.ME, AccessPolicy.of(Set.of(ADA)), SlashCommands.installed()),
                engine.ref(),
                KIT.<Outbox.Command>spawn(Behaviors.receiveMessage(command -> {
                    (command instanceof Outbox.Alive ? life : outbox).ref().tell(command);
                    return Behaviors.same();
                })),
                new OpenQuestions(),
                Oversight.none(),
                clock,
                made(sessions))));
    }

    private static Path made(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** Says something that is not stored in time; returns the poll that confirms it. */
    private ScriptedUpdates.Poll keptAside(String words) {
        telegram.poll().brings(said(900, words));
        submitted();
        keptAside(() -> telegram.poll().brings(said(900, words)));
        var poll = telegram.poll();
        assertThat(poll.offset()).isEqualTo(901);
        assertThat(told().getText()).isEqualTo(StorageErrorText.KEPT);
        return poll;
    }

    private void keptAside(Runnable pollAfterASecond) {
        time.timePasses(Duration.ofSeconds(1));
        LoggingTestKit.error("Chat 111 cannot store what is said in it").expect(KIT.system(), () -> {
            time.timePasses(STORED_WITHIN.minusSeconds(1));
            return null;
        });
        Awaitility.await().until(() -> !kept().isEmpty());
        pollAfterASecond.run();
    }

    /** The pause after the first failure. */
    private void offeredAgain() {
        time.timePasses(Duration.ofSeconds(2));
    }

    private List<Path> kept() {
        try (var files = Files.list(sessions.resolve("undelivered"))) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    private SendMessage told() {
        return (SendMessage) outbox.expectMessageClass(Outbox.Write.class).method();
    }

    /** Stores what comes, but for one thing; returns what has come. */
    private List<String> acceptAllBut(String text, int count) {
        var submits = Stream.generate(this::submitted).limit(count).toList();
        submits.stream()
                .filter(submit -> !submit.prompt().text().equals(text))
                .forEach(submit -> submit.replyTo().tell(new ChatProtocol.Accepted()));
        return submits.stream().map(submit -> submit.prompt().text()).toList();
    }

    private static Update stop(long id) {
        return update(
                id, "'message':" + words(text("/stop") + ",'entities':[" + Updates.entity("bot_command", 0, 5) + "]"));
    }

    private void accept(String text) {
        var submit = submitted();
        assertThat(submit.prompt().text()).isEqualTo(text);
        submit.replyTo().tell(new ChatProtocol.Accepted());
    }

    private ChatProtocol.Submit submitted() {
        return (ChatProtocol.Submit)
                engine.expectMessageClass(Engine.Deliver.class).command();
    }

    /** What is not finished is polled again a second later. */
    private void aSecondPasses() {
        clock.pass(Duration.ofSeconds(1));
        processed.after(1, () -> time.timePasses(Duration.ofSeconds(1)));
    }

    private void fail(Failure failure) {
        processed.after(1, telegram::poll, poll -> poll.fails(failure));
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

    private static Update edited(long id, String words) {
        return update(id, "'edited_message':" + body(BY_ADA, Updates.IN_PRIVATE, text(words)));
    }

    /** A photo of Ada's album. */
    private static Update piece(long id) {
        return update(
                id,
                "'message':"
                        + words("'media_group_id':'5','photo':[{'file_id':'f" + id
                                + "','file_unique_id':'u','width':1,'height':1}]"));
    }

    private static List<String> files(ChatProtocol.Submit submit) {
        return submit.prompt().content().stream()
                .filter(Content.Attachment.class::isInstance)
                .map(piece -> ((Content.Attachment) piece).ref())
                .toList();
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
