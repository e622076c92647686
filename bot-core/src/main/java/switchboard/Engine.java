package switchboard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.query.DurableStateChange;
import org.apache.pekko.persistence.query.NoOffset;
import org.apache.pekko.persistence.query.UpdatedDurableState;
import org.apache.pekko.persistence.query.javadsl.DurableStateStoreQuery;
import org.apache.pekko.persistence.state.DurableStateStoreRegistry;
import org.apache.pekko.persistence.state.javadsl.DurableStateUpdateStore;
import org.apache.pekko.stream.javadsl.Sink;
import switchboard.chat.Backlog;
import switchboard.chat.Board;
import switchboard.chat.Chat;
import switchboard.chat.ChatManager;
import switchboard.chat.ChatProtocol;
import switchboard.chat.ChatSetup;
import switchboard.command.Directories;
import switchboard.command.SlashCommands;
import switchboard.command.Surroundings;
import switchboard.model.Activity;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Standing;
import switchboard.throttle.Throttle;
import switchboard.throttle.WarmPool;

/**
 * The whole engine as one Behavior. A host spawns it in its actor system and delivers to chats.
 *
 * <p>{@code starting (lists the stored chats, wakes those with unfinished work) -> running -> stopping}
 */
public final class Engine {

    /** To the engine. */
    public sealed interface Command permits Deliver, Look, Stop, Listed, ChatsStopped, StopNow {}

    /** Hands a command to a chat. */
    public record Deliver(ChatId chat, ChatProtocol.Command command) implements Command {}

    /** Asks where every chat stands. */
    public record Look(ActorRef<Board.View> replyTo) implements Command {}

    /**
     * Stops: no new turn begins, those that run get {@code within} to end, then their processes are ended so that they go
     * on after the next start. Then the engine stops.
     */
    public record Stop(Duration within) implements Command {}

    private record Listed(List<ChatState> states) implements Command {}

    private record ChatsStopped() implements Command {}

    private record StopNow() implements Command {}

    private final ActorContext<Command> ctx;
    private final ActorRef<Board.Command> board;
    private final ActorRef<ChatManager.Command> manager;

    private Engine(ActorContext<Command> ctx, EngineSettings settings, EnginePorts ports) {
        this.ctx = ctx;
        var throttle = supervised(Throttle.create(settings.maxConcurrentQueries(), ports.clock()), "throttle");
        var pool = supervised(
                WarmPool.create(settings.maxLiveProcesses(), ports.freeMemory(), throttle), "warm-pool");
        this.board = supervised(Board.create(), "board");
        var plugin = settings.plugin().isEmpty()
                ? ctx.getSystem().settings().config().getString("pekko.persistence.state.plugin")
                : settings.plugin();
        var backlog = new Backlog(settings.maxQueryQueueSize());
        this.manager = supervised(
                ChatManager.create(
                        self -> chat -> Chat.create(
                                chat,
                                new ChatSetup(
                                        settings.claude(),
                                        ports.processes(),
                                        ports.views(),
                                        surroundings(settings),
                                        backlog,
                                        settings.queryTimeout(),
                                        ports.clock(),
                                        plugin,
                                        throttle,
                                        pool,
                                        board,
                                        self)),
                        board,
                        plugin),
                "chats");
        list(plugin);
    }

    public static Behavior<Command> create(EngineSettings settings, EnginePorts ports) {
        return Behaviors.setup(ctx -> {
            var engine = new Engine(ctx, settings, ports);
            return Behaviors.receiveMessage(engine::onMessage);
        });
    }

    private static Surroundings surroundings(EngineSettings settings) {
        var claude = settings.claude();
        return new Surroundings(
                new Directories(
                        settings.workingDirectory(),
                        java.nio.file.Path.of(claude.environment().getOrDefault("HOME", "/")),
                        settings.allowedPaths()),
                claude.mode(),
                claude.model() == null ? "default" : claude.model(),
                settings.idleSessionCleanup(),
                SlashCommands.installed());
    }
}
