package switchboard.telegram;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Counts the messages that an actor has processed, those of its own timers included, so that a test moves the time only after
 * them.
 */
public final class Processed {

    private static final int PATIENCE_SECONDS = 60;

    private final Semaphore messages = new Semaphore(0);

    /** Held while a message is processed. */
    private final Object busy = new Object();

    @SuppressWarnings("unchecked") // a behavior takes any object that its actor is sent
    public <T> Behavior<T> of(Behavior<T> behavior) {
        Supplier<BehaviorInterceptor<Object, Object>> counting = () -> new BehaviorInterceptor<>(Object.class) {
            @Override
            public Behavior<Object> aroundReceive(
                    TypedActorContext<Object> ctx, Object message, ReceiveTarget<Object> target) {
                synchronized (busy) {
                    var next = target.apply(ctx, message);
                    messages.release();
                    return next;
                }
            }
        };
        return (Behavior<T>) (Behavior<?>) Behaviors.intercept(counting, (Behavior<Object>) (Behavior<?>) behavior);
    }

    /**
     * The same where the action answers a call of the actor. The message in which the actor makes that call is not counted.
     *
     * @param call waits for the call
     */
    public <T> void after(int count, Supplier<T> call, Consumer<T> answer) {
        var made = call.get();
        after(count, () -> answer.accept(made));
    }

    /** Waits until an action has made the actor work off so many messages. */
    public void after(int count, Runnable action) {
        synchronized (busy) { // not before the end of the message that is being processed
            messages.drainPermits();
        }
        action.run();
        try {
            if (!messages.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("fewer than " + count + " messages were worked off");
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
