package switchboard.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.telegram.telegrambots.meta.api.methods.GetMe;
import org.telegram.telegrambots.meta.api.methods.botapimethods.PartialBotApiMethod;
import org.telegram.telegrambots.meta.api.methods.commands.GetMyCommands;
import org.telegram.telegrambots.meta.api.methods.commands.SetMyCommands;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import org.telegram.telegrambots.meta.api.objects.User;
import org.telegram.telegrambots.meta.api.objects.commands.BotCommand;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.Engine;
import switchboard.audit.Audit;
import switchboard.command.SlashCommands;
import switchboard.telegram.api.AlbumUpload;
import switchboard.telegram.api.BotToken;
import switchboard.telegram.api.Failure;
import switchboard.telegram.api.FileUpload;
import switchboard.telegram.api.TelegramApi;
import switchboard.telegram.api.TelegramException;
import switchboard.telegram.outbox.Outbox;
import switchboard.telegram.update.AccessPolicy;
import switchboard.telegram.view.OpenQuestions;

class TelegramFrontTest {

    @TempDir
    static Path sessions;

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));

    private final ManualTime time = ManualTime.get(KIT.system());
    private final Account telegram = new Account();
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Processed processed = new Processed();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void itLearnsItsNameAndPolls() {
        var front = start(Set.of(111L));

        assertThat(ready).succeedsWithin(Duration.ofSeconds(3)).isEqualTo("my_bot");
        await().until(() -> telegram.polls.size() == 1);
        KIT.stop(front);
    }

    @Test
    void theMenuComesFromTheCatalogueAndIsSetWhenItChanged() {
        telegram.menu = List.of(new BotCommand("old", "An old command"));
        var front = start(Set.of(111L));

        await().until(() -> telegram.menusSet.size() == 1);
        assertThat(telegram.menusSet.getFirst().getCommands())
                .extracting(BotCommand::getCommand)
                .containsExactlyElementsOf(SlashCommands.installed().listed().stream()
                        .map(command -> command.name())
                        .toList());
        KIT.stop(front);
    }

    @Test
    void aMenuThatIsThereAlreadyIsNotSetAgain() {
        telegram.menu = SlashCommands.installed().listed().stream()
                .map(command -> new BotCommand(command.name(), command.description()))
                .toList();
        processed.after(2, () -> start(Set.of(111L))); // who it is, and the menu

        assertThat(telegram.menusSet).isEmpty();
    }

    @Test
    void anEmptyListIsReported() {
        LoggingTestKit.warn("TELEGRAM_ALLOWED_USERS is empty: nobody may use the bot")
                .expect(KIT.system(), () -> start(Set.of()));
    }

    @Test
    void aRefusedTokenIsOneSentenceWithTheFix() {
        telegram.failures.add(new Failure.Refused(401, "Unauthorized", OptionalLong.empty()));
        start(Set.of(111L));

        assertThat(ready)
                .failsWithin(Duration.ofSeconds(3))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(TelegramFront.TokenRefused.class)
                .withMessage("Telegram refuses TELEGRAM_BOT_TOKEN: copy it again from @BotFather.");
        assertThat(telegram.polls).isEmpty();
    }

    @Test
    void whileTelegramCannotBeReachedItIsAskedAgainAndTheLogHasNoPassword() {
        telegram.failures.add(new Failure.Unreachable(new IOException("no route")));
        LoggingTestKit.warn("Telegram is asked at https://[redacted]@telegram.example, again in 3 s.")
                .expect(KIT.system(), () -> {
                    processed.after(1, () -> start(Set.of(111L)));
                    return null;
                });
        assertThat(ready).isNotDone();

        time.timePasses(Duration.ofSeconds(3));
        assertThat(ready).succeedsWithin(Duration.ofSeconds(3)).isEqualTo("my_bot");
    }

    @Test
    void aMenuThatCouldNotBeSetIsSetLater() {
        telegram.menuFailures.add(new Failure.Unreachable(new IOException("no route")));
        telegram.menuFailures.add(new Failure.Unavailable(new IOException("502")));
        LoggingTestKit.warn("The command menu could not be set")
                .withOccurrences(1)
                .expect(KIT.system(), () -> {
                    processed.after(2, () -> start(Set.of(111L)));
                    processed.after(2, () -> time.timePasses(Duration.ofMinutes(1)));
                    return null;
                });
        assertThat(telegram.menusSet).isEmpty();

        processed.after(2, () -> time.timePasses(Duration.ofMinutes(1)));
        assertThat(telegram.menusSet).hasSize(1);
    }

    @Test
    void aPollerThatFailsIsReplaced() {
        telegram.pollBugs.add(new IllegalStateException("a bug in polling"));
        LoggingTestKit.error("a bug in polling").expect(KIT.system(), () -> {
            processed.after(3, () -> start(Set.of(111L))); // who it is, the menu, the failure
            return null;
        });
        assertThat(telegram.polls).isEmpty();

        time.timePasses(Duration.ofSeconds(3));
        await().until(() -> telegram.polls.size() == 1);
    }

    @Test
    void afterABugOfItsOwnItStartsAgain() {
        telegram.bugs.add(new IllegalStateException("a bug in asking"));
        LoggingTestKit.error("a bug in asking").expect(KIT.system(), () -> start(Set.of(111L)));
        assertThat(ready).isNotDone();

        await().until(() -> {
            time.timePasses(Duration.ofSeconds(3));
            return ready.isDone();
        });
        assertThat(ready).isCompletedWithValue("my_bot");
    }

    @Test
    void anAnswerThatWasAskedForBeforeIsTaken() {
        var known = User.builder().id(43L).isBot(true).firstName("Bot").userName("known_bot");
        telegram.bugs.add(new IllegalStateException("asked although the answer is known"));
        start(Set.of(111L), Optional.of(CompletableFuture.completedFuture(known.build())));

        assertThat(ready).succeedsWithin(Duration.ofSeconds(3)).isEqualTo("known_bot");
    }

    @Test
    void ifWhatWasAskedForBeforeFailsItAsksAgain() {
        var early = new TelegramException("getMe", new Failure.Unreachable(new IOException("no network")));
        start(Set.of(111L), Optional.of(CompletableFuture.failedFuture(early)));

        await().until(() -> {
            time.timePasses(Duration.ofSeconds(3));
            return ready.isDone();
        });
        assertThat(ready).isCompletedWithValue("my_bot");
    }

    @Test
    void onStopItStops() {
        var front = start(Set.of(111L));
        front.tell(new TelegramFront.Stop());

        KIT.createTestProbe().expectTerminated(front);
    }

    private ActorRef<TelegramFront.Command> start(Set<Long> allowed) {
        return start(allowed, Optional.empty());
    }

    private ActorRef<TelegramFront.Command> start(Set<Long> allowed, Optional<CompletionStage<User>> asked) {
        var settings = new TelegramSettings(
                new BotToken("1:x"), AccessPolicy.of(allowed), URI.create("https://ada:pw@telegram.example"));
        return KIT.spawn(processed.of(TelegramFront.create(new TelegramFront.Setup(
                settings,
                telegram,
                asked,
                sessions,
                KIT.createTestProbe(Engine.Command.class).ref(),
                KIT.createTestProbe(Outbox.Command.class).ref(),
                new OpenQuestions(),
                SlashCommands.installed(),
                Audit.NONE,
                Clock.systemUTC(),
                ready))));
    }

    private static ConditionFactory await() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    /** A bot's account, in which nothing is ever said. */
    private static final class Account implements TelegramApi {
        final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
        final Queue<Failure> menuFailures = new ConcurrentLinkedQueue<>();
        final Queue<RuntimeException> bugs = new ConcurrentLinkedQueue<>();
        final Queue<RuntimeException> pollBugs = new ConcurrentLinkedQueue<>();
        final List<GetUpdates> polls = new CopyOnWriteArrayList<>();
        final List<SetMyCommands> menusSet = new CopyOnWriteArrayList<>();
        volatile List<BotCommand> menu = List.of();

        @Override
        @SuppressWarnings("unchecked")
        public <T extends Serializable> CompletionStage<T> execute(PartialBotApiMethod<T> method) {
            return (CompletionStage<T>) answer(method);
        }

        private CompletionStage<? extends Serializable> answer(PartialBotApiMethod<?> method) {
            return switch (method) {
                case GetMe who -> who();
                case GetMyCommands known -> menu();
                case SetMyCommands menuSet -> {
                    menusSet.add(menuSet);
                    yield CompletableFuture.completedFuture(true);
                }
                default -> throw new AssertionError(method);
            };
        }

        private CompletionStage<? extends Serializable> menu() {
            var failure = menuFailures.poll();
            return failure == null
                    ? CompletableFuture.completedFuture(new ArrayList<>(menu))
                    : CompletableFuture.failedFuture(new TelegramException("getMyCommands", failure));
        }

        private CompletionStage<User> who() {
            throwNext(bugs);
            var failure = failures.poll();
            var me = User.builder().id(42L).isBot(true).firstName("Bot").userName("my_bot");
            return failure == null
                    ? CompletableFuture.completedFuture(me.build())
                    : CompletableFuture.failedFuture(new TelegramException("getMe", failure));
        }

        @Override
        public CompletionStage<Message> upload(FileUpload upload) {
            throw new AssertionError(upload);
        }

        @Override
        public CompletionStage<List<Message>> upload(AlbumUpload album) {
            throw new AssertionError(album);
        }

        @Override
        public CompletionStage<Long> download(String path, Path target, long most) {
            throw new AssertionError(path);
        }

        @Override
        public CompletionStage<Batch> getUpdates(GetUpdates poll) {
            throwNext(pollBugs);
            polls.add(poll);
            return new CompletableFuture<>();
        }

        private static void throwNext(Queue<RuntimeException> bugs) {
            var bug = bugs.poll();
            if (bug != null) {
                throw bug;
            }
        }
    }
}
