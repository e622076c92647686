package switchboard.it.journey;

import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;

/** Loaded into a bot's JVM, where it lets a {@link JvmFault} happen. It refers to no other class of the tests. */
public final class JvmFaultAgent {

    private static final String ACTORS = "pekko.actor.default-dispatcher";
    private static final int PIECE = 1 << 20;
    private static final long LOOKS_EVERY_NANOS = 5_000_000;

    private JvmFaultAgent() {}

    /** @param fault a fault's name */
    public static void agentmain(String fault) {
        switch (fault) {
            case "OUT_OF_MEMORY" -> thread(JvmFaultAgent::fillTheHeap);
            case "THREAD_DIES" ->
                thread(() -> {
                    awaitAnActor();
                    throw new LinkageError("made by a test");
                });
            case "ACTOR_DIES" -> thread(JvmFaultAgent::breakAnActor);
            default -> throw new IllegalArgumentException(fault);
        }
    }

    private static void thread(Runnable work) {
        Thread.ofPlatform().daemon().name("fault").start(work);
    }

    private static void fillTheHeap() {
        var all = new ArrayList<long[]>();
        for (var more = true; more; more = all.size() < Integer.MAX_VALUE) {
            all.add(new long[PIECE]);
        }
    }

    private static void breakAnActor() {
        var actors = awaitAnActor();
        actors.getUncaughtExceptionHandler().uncaughtException(actors, new StackOverflowError("made by a test"));
    }

    /** A bot that has only begun has nothing yet that could die. */
    private static Thread awaitAnActor() {
        while (true) {
            for (var each : Thread.getAllStackTraces().keySet()) {
                if (each.getName().contains(ACTORS)) {
                    return each;
                }
            }
            LockSupport.parkNanos(LOOKS_EVERY_NANOS);
        }
    }
}
