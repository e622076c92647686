package switchboard;

import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import switchboard.Engine.Command;

/**
 * The engine until it knows the identity of its store. It buffers the commands that come meanwhile.
 *
 * <p>{@code asking <-> waiting -> the engine}
 */
final class EngineStart {

    private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

    /** The most buffered commands. More are dropped, because hosts repeat unconfirmed commands. */
    private static final int MOST_KEPT = 1000;

    record Identified(EngineSettings settings) implements Command {}

    record Unidentified(Throwable failure) implements Command {}

    record AskAgain() implements Command {}

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final StashBuffer<Command> kept;
    private final EngineSettings settings;
    private final EnginePorts ports;
    private boolean failed;

    private EngineStart(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            StashBuffer<Command> kept,
            EngineSettings settings,
            EnginePorts ports) {
        this.ctx = ctx;
        this.timers = timers;
        this.kept = kept;
        this.settings = settings;
        this.ports = ports;
    }

    static Behavior<Command> create(EngineSettings settings, EnginePorts ports) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> Behaviors.withStash(MOST_KEPT, kept -> {
            HostCheck.configuration(ctx.getSystem().settings().config(), settings);
            var start = new EngineStart(ctx, timers, kept, settings, ports);
            start.ask();
            return Behaviors.receiveMessage(start::onMessage);
        })));
    }

    private void ask() {
        ctx.pipeToSelf(
                StoreIdentity.identified(ctx.getSystem(), settings),
                (identified, failure) -> failure == null ? new Identified(identified) : new Unidentified(failure));
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Identified known -> {
                return kept.unstashAll(Engine.running(known.settings(), ports));
            }
            case Unidentified unknown -> {
                if (!failed) {
                    ctx.getLog()
                            .error(
                                    "The store of the sessions cannot be read. Trying again every {} s.",
                                    ASK_AGAIN.toSeconds(),
                                    unknown.failure());
                }
                failed = true;
                timers.startSingleTimer(new AskAgain(), ASK_AGAIN);
            }
            case AskAgain again -> ask();
            case Engine.Stop stop -> {
                return Behaviors.stopped();
            }
            default -> {
                if (!kept.isFull()) {
                    kept.stash(command);
                }
            }
        }
        return Behaviors.same();
    }
}
