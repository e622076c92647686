package switchboard.claude;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import switchboard.agent.AgentProtocol;
import switchboard.throttle.WarmPool;

/**
 * Decides whether a session's process is worth its memory: reports to the {@link WarmPool} what the process does, and asks the
 * session to hibernate when it has idled for long. Used by one actor.
 */
final class Warmth {

    private static final String IDLED = "idled";

    private final TimerScheduler<AgentProtocol.Command> timers;
    private final ActorRef<WarmPool.Command> pool;
    private final ActorRef<WarmPool.Hibernate> process;
    private final Duration most;

    /** @param most how long a process may idle */
    Warmth(
            ActorContext<AgentProtocol.Command> ctx,
            TimerScheduler<AgentProtocol.Command> timers,
            ActorRef<WarmPool.Command> pool,
            Duration most) {
        this.timers = timers;
        this.pool = pool;
        this.process = ctx.messageAdapter(WarmPool.Hibernate.class, asked -> new AgentProtocol.Hibernate());
        this.most = most;
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
