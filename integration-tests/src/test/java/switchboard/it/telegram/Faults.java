package switchboard.it.telegram;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The faults still to come, oldest first. Thread-safe. */
final class Faults {
    /** Any method but getUpdates. */
    static final String ANY_METHOD = "*";

    static final long ANY_CHAT = 0;

    private record Planned(String method, long chatId, int times, Fault fault) {
        boolean meets(String name, long chat) {
            boolean any = method.equals(ANY_METHOD) && !name.equals("getUpdates");
            return (any || method.equalsIgnoreCase(name)) && (chatId == ANY_CHAT || chatId == chat);
        }
    }

    private final List<Planned> planned = new ArrayList<>();

    synchronized void plan(String method, long chatId, int times, Fault fault) {
        if (times < 1) {
            throw new IllegalArgumentException("a fault happens at least once, not " + times + " times");
        }
        planned.add(new Planned(method, chatId, times, fault));
    }

    /** The fault of this call, which counts as one of its times; null if it goes well. */
    synchronized @Nullable Fault next(String method, long chatId) {
        for (int i = 0; i < planned.size(); i++) {
            Planned p = planned.get(i);
            if (p.meets(method, chatId)) {
                if (p.times() == 1) {
                    planned.remove(i);
                } else {
                    planned.set(i, new Planned(p.method(), p.chatId(), p.times() - 1, p.fault()));
                }
                return p.fault();
            }
        }
        return null;
    }

    synchronized int left() {
        return planned.stream().mapToInt(Planned::times).sum();
    }
}
