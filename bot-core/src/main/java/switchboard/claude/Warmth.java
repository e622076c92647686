package switchboard.claude;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import switchboard.agent.AgentProtocol;
import switchboard.model.Session;
import switchboard.throttle.WarmPool;

/**
 * Decides whether a session's process is worth its memory: reports to the {@link WarmPool} what the process does, and asks the
 * session to hibernate when it has idled for long. Used by one actor.
 */
final class Warmth {

    /** Whether a process may start that is not needed yet. */
    record Room(Session session, boolean isThere) implements AgentProtocol.Internal {}

    private static final String IDLED = "idled";

    private final TimerScheduler<AgentProtocol.Command> timers;
    private final ActorRef<WarmPool.Command> pool;
    private final ActorRef<WarmPool.Hibernate> process;
    private final ActorContext<AgentProtocol.Command> ctx;
    private final Duration most;

    /** @param most how long a process may idle */
    Warmth(
            ActorContext<AgentProtocol.Command> ctx,
            TimerScheduler<AgentProtocol.Command> timers,
            ActorRef<WarmPool.Command> pool,
            Duration most) {
        this.ctx = ctx;
        this.timers = timers;
        this.pool = pool;
        this.process = ctx.messageAdapter(WarmPool.Hibernate.class, asked -> new AgentProtocol.Hibernate());
        this.most = most;
    }

    /** May a process start for a prompt that comes soon? {@link Room} comes back. */
    void askRoom(Session session) {
        pool.tell(new WarmPool.AskRoom(ctx.spawnAnonymous(Behaviors.receiveMessage(room -> {
            ctx.getSelf().tell(new Room(session, room.isThere()));
            return Behaviors.stopped();
        }))));
    }

    /** There is something to run, in this process or the next. */
    void wanted() {
        timers.cancel(IDLED);
    }

    void busy() {
        pool.tell(new WarmPool.Busy(process));
    }

    void idle() {
        pool.tell(new WarmPool.Idle(process));
        timers.startSingleTimer(IDLED, new AgentProtocol.Hibernate(), most);
    }

    void gone() {
        pool.tell(new WarmPool.Gone(process));
    }
}
