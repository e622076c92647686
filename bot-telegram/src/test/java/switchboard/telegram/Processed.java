package switchboard.telegram;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.awaitility.Awaitility;

/** Counts the messages that an actor has worked off, its own timers' included, so that a test moves the time only after them. */
public final class Processed {

    private final AtomicInteger messages = new AtomicInteger();

    @SuppressWarnings("unchecked") // a behavior takes any object that its actor is sent
    public <T> Behavior<T> of(Behavior<T> behavior) {
        Supplier<BehaviorInterceptor<Object, Object>> counting = () -> new BehaviorInterceptor<>(Object.class) {
            @Override
            public Behavior<Object> aroundReceive(
                    TypedActorContext<Object> ctx, Object message, ReceiveTarget<Object> target) {
                var next = target.apply(ctx, message);
                messages.incrementAndGet();
                return next;
            }
        };
        return (Behavior<T>) (Behavior<?>) Behaviors.intercept(counting, (Behavior<Object>) (Behavior<?>) behavior);
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
