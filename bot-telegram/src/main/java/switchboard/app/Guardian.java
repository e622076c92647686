package switchboard.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.User;
import switchboard.Engine;
import switchboard.EnginePorts;
import switchboard.EngineSettings;
import switchboard.agent.Agent;
import switchboard.audit.Audit;
import switchboard.botapi.http.LocalTelegram;
import switchboard.openai.OpenAiTranscriber;
import switchboard.telegram.ChatLink;
import switchboard.telegram.TelegramAttachments;
import switchboard.telegram.TelegramFront;
import switchboard.telegram.TelegramSettings;
import switchboard.telegram.api.RedactingTelegramApi;
import switchboard.telegram.api.TelegramApi;
import switchboard.telegram.outbox.Outbox;
import switchboard.telegram.view.ChatView;
import switchboard.telegram.view.OpenQuestions;
import switchboard.telegram.view.SteadyClock;
import switchboard.web.BoardFeed;
import switchboard.web.BoardRoutes;
import switchboard.web.WebRoutes;
import switchboard.web.WebServer;

/**
 * The guardian of the bot's actor system; it spawns outbox, engine and front, and stops them in order.
 *
 * <p>{@code waiting -> Begin -> running -> StopFront -> StopEngine -> stopped}
 */
final class Guardian {

    /** Messages to the guardian. */
    sealed interface Command permits Begin, Serve, StopFront, StopEngine, FrontStopped, EngineStopped {}

    /**
     * Starts everything.
     *
     * @param agent the agent that people talk to
     * @param transcriber turns recordings into text, unless a program does
     * @param api the Bot API, Telegram's own or that of the chats in the browser
     * @param asked the answer to the first {@code getMe}
     * @param local the chats in the browser; empty on Telegram
     * @param audit keeps the record of who did what
     * @param sessions the session directory
     * @param ready completes with the bot's name once the bot polls
     */
    record Begin(
            TelegramSettings telegram,
            EngineSettings engine,
            Agent agent,
            Optional<OpenAiTranscriber> transcriber,
            TelegramApi api,
            CompletionStage<User> asked,
            Optional<LocalTelegram> local,
            Audit audit,
            Path sessions,
            CompletableFuture<String> ready)
            implements Command {}

    /** Gives the server of the web pages something to serve. */
    record Serve(WebServer server) implements Command {}

    record StopFront(ActorRef<Done> replyTo) implements Command {}

    /** @param within how long running turns may take to end */
    record StopEngine(Duration within, ActorRef<Done> replyTo) implements Command {}

    private record FrontStopped(ActorRef<Done> replyTo) implements Command {}

    private record EngineStopped(ActorRef<Done> replyTo) implements Command {}

    private final ActorContext<Command> ctx;
    private @Nullable ActorRef<TelegramFront.Command> front;
    private @Nullable ActorRef<Engine.Command> engine;
    private @Nullable Begin begun;

    private Guardian(ActorContext<Command> ctx) {
        this.ctx = ctx;
    }

    static Behavior<Command> create() {
        return Behaviors.setup(ctx -> Behaviors.receiveMessage(new Guardian(ctx)::onMessage));
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Begin begin -> onBegin(begin);
            case Serve serve -> onServe(serve.server(), Objects.requireNonNull(begun), Objects.requireNonNull(engine));
            case StopFront stop -> {
                var running = front;
                if (running == null) {
                    stop.replyTo().tell(Done.getInstance());
                } else {
                    ctx.watchWith(running, new FrontStopped(stop.replyTo()));
                    running.tell(new TelegramFront.Stop());
                }
            }
            case StopEngine stop -> {
                var running = engine;
                if (running == null) {
                    stop.replyTo().tell(Done.getInstance());
                } else {
                    ctx.watchWith(running, new EngineStopped(stop.replyTo()));
                    running.tell(new Engine.Stop(stop.within()));
                }
            }
            case FrontStopped stopped -> stopped.replyTo().tell(Done.getInstance());
            case EngineStopped stopped -> stopped.replyTo().tell(Done.getInstance());
        }
        return Behaviors.same();
    }

    private void onBegin(Begin begin) {
        begun = begin;
        var telegram = begin.telegram();
        var clock = Clock.systemUTC();
        var api = new RedactingTelegramApi(
                begin.api(),
                begin.engine().claude().secrets(),
                ctx.getSystem().dispatchers().lookup(DispatcherSelector.blocking()));
        var outbox = ctx.spawn(Outbox.create(api), "outbox");
        var questions = new OpenQuestions(telegram.access()::hasOwner);
        var steady = new SteadyClock(clock, System::nanoTime);
        var ports = EnginePorts.of((chat, self) -> ChatView.create(chat, self, outbox, questions, steady))
                .withAgent(begin.agent())
                .withAttachments(new TelegramAttachments(api, telegram.apiRoot()))
                .withAudit(begin.audit());
        var all = begin.transcriber().map(ports::withTranscriber).orElse(ports);
        var spawned = ctx.spawn(Engine.create(begin.engine(), all), "engine");
        engine = spawned;
        front = ctx.spawn(
                TelegramFront.create(new TelegramFront.Setup(
                        telegram,
                        api,
                        Optional.of(begin.asked()),
                        begin.sessions(),
                        spawned,
                        outbox,
                        questions,
                        begin.engine().catalogue(begin.agent()),
                        begin.audit(),
                        clock,
                        begin.ready())),
                "front");
    }

    private void onServe(WebServer server, Begin begin, ActorRef<Engine.Command> asked) {
        var model = begin.engine().claude().model();
        var feed = ctx.spawn(
                Behaviors.supervise(BoardFeed.create(
                                asked,
                                new BoardFeed.Setup(
                                        begin.engine().maxConcurrentQueries(),
                                        model == null ? "default" : model,
                                        chat -> begin.local().isPresent()
                                                ? "/#" + chat
                                                : ChatLink.of(chat, nameOf(begin.ready())),
                                        Clock.systemUTC())))
                        .onFailure(SupervisorStrategy.resume()), // it keeps the list of watching pages
                "board-feed");
        var system = ctx.getSystem();
        server.serve(() -> new WebRoutes(
                        feed,
                        new BoardRoutes(system, asked),
                        begin.local().map(LocalTelegram::routes),
                        begin.engine().claude().secrets())
                .routes());
    }

    /** The bot's name; empty until it is known. */
    private static String nameOf(CompletableFuture<String> ready) {
        return ready.isDone() && !ready.isCompletedExceptionally() ? ready.join() : "";
    }
}
