package switchboard.telegram;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.methods.GetMe;
import org.telegram.telegrambots.meta.api.methods.commands.GetMyCommands;
import org.telegram.telegrambots.meta.api.methods.commands.SetMyCommands;
import org.telegram.telegrambots.meta.api.objects.User;
import org.telegram.telegrambots.meta.api.objects.commands.BotCommand;
import switchboard.Engine;
import switchboard.audit.Audit;
import switchboard.command.SlashCommands;
import switchboard.model.Secrets;
import switchboard.telegram.api.Diagnosis;
import switchboard.telegram.api.Failure;
import switchboard.telegram.api.PacedLog;
import switchboard.telegram.api.TelegramApi;
import switchboard.telegram.api.TelegramException;
import switchboard.telegram.outbox.Outbox;
import switchboard.telegram.update.Oversight;
import switchboard.telegram.update.RateLimit;
import switchboard.telegram.update.UpdatePoller;
import switchboard.telegram.update.UpdateRouter;
import switchboard.telegram.view.OpenQuestions;
import switchboard.text.Texts;

/**
 * The root of the front: finds out who the bot is, sets its command menu, then polls. It replaces a poller that fails. If
 * Telegram refuses the token, it asks no more and {@code ready} fails.
 *
 * <p>{@code asking getMe (again after a failure) -> polling}
 */
public final class TelegramFront {

    /** Messages to the front. */
    public sealed interface Command permits Stop, Known, Unknown, Ask, Poll, PollerFailed, SetMenu, MenuDone {}

    /** Stops polling, and the front. */
    public record Stop() implements Command {}

    private record Known(User me) implements Command {}

    private record Unknown(Throwable failure) implements Command {}

    private record Ask() implements Command {}

    private record Poll() implements Command {}

    private record PollerFailed() implements Command {}

    private record SetMenu() implements Command {}

    private record MenuDone(@Nullable Throwable failure) implements Command {}

    /** Telegram does not know the token; the message is one sentence with the fix. */
    public static final class TokenRefused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TokenRefused() {
            super(Texts.of("start.tokenRefused"));
        }
    }

    /**
     * Everything that the front needs.
     *
     * @param asked the answer to a {@code getMe} that was sent before the front started; empty if it has to ask itself
     * @param audit keeps the record of who was refused
     * @param sessions the session directory, which also gets the updates that are set aside because their chats cannot store them
     * @param ready completes with the bot's name once the bot polls, or fails if the token is refused
     */
    public record Setup(
            TelegramSettings settings,
            TelegramApi api,
            Optional<CompletionStage<User>> asked,
            Path sessions,
            ActorRef<Engine.Command> engine,
            ActorRef<Outbox.Command> outbox,
            OpenQuestions questions,
            SlashCommands catalogue,
            Audit audit,
            Clock clock,
            CompletableFuture<String> ready) {}

    private static final Duration AGAIN_AFTER = Duration.ofSeconds(3);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration MENU_AGAIN_AFTER = Duration.ofMinutes(1);

    private final ActorContext<Command> ctx;
    private final PacedLog paced;
    private final TimerScheduler<Command> timers;
    private final Setup setup;
    private final Oversight oversight;
    private @Nullable UpdateRouter router;
    private int menuFailures;

    private TelegramFront(ActorContext<Command> ctx, TimerScheduler<Command> timers, Setup setup) {
        this.ctx = ctx;
        this.paced = new PacedLog(ctx.getLog());
        this.timers = timers;
        this.setup = setup;
        this.oversight = new Oversight(new RateLimit(setup.settings().allowance()), setup.audit());
    }

    /** Makes the front, which starts again after a failure. */
    public static Behavior<Command> create(Setup setup) {
        Behavior<Command> behavior = Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var front = new TelegramFront(ctx, timers, setup);
            setup.asked().ifPresentOrElse(front::hear, front::askWho);
            return Behaviors.receiveMessage(front::onMessage);
        }));
        return Behaviors.supervise(behavior)
                .onFailure(SupervisorStrategy.restartWithBackoff(AGAIN_AFTER, LONGEST_PAUSE, 0));
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Stop stop -> {
                return Behaviors.stopped(); // the poller stops with it
            }
            case Ask ask -> askWho();
            case Known known -> onKnown(known.me());
            case Unknown unknown -> onUnknown(unknown.failure());
            case PollerFailed failed -> timers.startSingleTimer(new Poll(), AGAIN_AFTER);
            case Poll poll -> poll();
            case SetMenu again -> setMenu();
            case MenuDone done -> onMenu(done.failure());
        }
        return Behaviors.same();
    }

    private void askWho() {
        hear(setup.api().execute(new GetMe()));
    }

    private void hear(CompletionStage<User> answer) {
        ctx.pipeToSelf(answer, (me, failure) -> failure == null ? new Known(me) : new Unknown(failure));
    }

    private void onUnknown(Throwable failure) {
        var why = TelegramException.failureOf(failure);
        if (why instanceof Failure.Refused refused && refused.isOfToken()) {
            setup.ready().completeExceptionally(new TokenRefused());
            return;
        }
        var pause =
                why instanceof Failure.TooManyRequests many && many.retryAfter().compareTo(AGAIN_AFTER) > 0
                        ? many.retryAfter()
                        : AGAIN_AFTER;
        paced.warn(
                why.getClass().getSimpleName(),
                Diagnosis.of(why) + " Telegram is asked at "
                        + Secrets.withoutLogin(setup.settings().apiRoot().toString()) + ", again in "
                        + pause.toSeconds() + " s.");
        timers.startSingleTimer(new Ask(), pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    }

    private void onKnown(User user) {
        var hearsAll = Boolean.TRUE.equals(user.getCanReadAllGroupMessages());
        var me = new UpdateRouter.Me(user.getId(), user.getUserName(), hearsAll);
        ctx.getLog()
                .info(
                        "This is @{}; in groups it hears {}",
                        me.username(),
                        hearsAll ? "everything" : "commands and replies only (privacy mode)");
        if (setup.settings().access().allowsNobody()) {
            ctx.getLog()
                    .warn(
                            "TELEGRAM_ALLOWED_USERS is empty: nobody may use the bot. Write to it, and it tells you your id.");
        }
        router = new UpdateRouter(me, setup.settings().access(), setup.catalogue());
        poll();
        setMenu();
        setup.ready().complete(me.username());
    }

    /** A failed poller is replaced and not restarted, because replies to the old one would reach a restarted one. */
    private void poll() {
        var poller = ctx.spawnAnonymous(UpdatePoller.create(
                setup.api(),
                Objects.requireNonNull(router),
                setup.engine(),
                setup.outbox(),
                setup.questions(),
                oversight,
                setup.clock(),
                setup.sessions()));
        ctx.watchWith(poller, new PollerFailed());
    }

    private void setMenu() {
        ctx.pipeToSelf(changeMenu(), (done, failure) -> new MenuDone(failure));
    }

    private void onMenu(@Nullable Throwable failure) {
        if (failure == null) {
            return;
        }
        if (menuFailures++ == 0) {
            ctx.getLog().warn("The command menu could not be set: {}", failure.getMessage());
        }
        if (!(TelegramException.failureOf(failure) instanceof Failure.Refused)) {
            timers.startSingleTimer(new SetMenu(), MENU_AGAIN_AFTER);
        }
    }

    /** Sends the menu only if it has changed, because clients cache it for minutes. */
    private CompletionStage<?> changeMenu() {
        List<BotCommand> wanted = setup.catalogue().listed().stream()
                .map(command -> new BotCommand(command.name(), command.description()))
                .toList();
        return setup.api()
                .execute(new GetMyCommands())
                .thenCompose(known -> known.equals(wanted)
                        ? CompletableFuture.completedFuture(true)
                        : setup.api()
                                .execute(
                                        SetMyCommands.builder().commands(wanted).build()));
    }
}
