package switchboard.telegram;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.awaitility.Awaitility;

/** Counts the messages that an actor has worked off, so that a test moves the time only after them. */
public final class Processed<T> {

    private final AtomicInteger messages = new AtomicInteger();
    private final Class<T> type;

    public Processed(Class<T> type) {
        this.type = type;
    }

    public Behavior<T> of(Behavior<T> behavior) {
        Supplier<BehaviorInterceptor<T, T>> counting = () -> new BehaviorInterceptor<>(type) {
            @Override
            public Behavior<T> aroundReceive(TypedActorContext<T> ctx, T message, ReceiveTarget<T> target) {
                var next = target.apply(ctx, message);
                messages.incrementAndGet();
                return next;
            }
        };
        return Behaviors.intercept(counting, behavior);
    }

    /** Waits until an action has made the actor work off so many messages. */
    public void after(int count, Runnable action) {
        var before = messages.get();
        action.run();
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> messages.get() >= before + count);
    }
}
