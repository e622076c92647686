package switchboard.botapi;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Telegram's flood limits: 1 write/s with a burst of 3 in a private chat, 20 writes in 60 s in a group over all its topics,
 * 1 typing or draft frame/s with a burst of 3 per chat, 30 calls/s over all chats. A 429 silences its chat; calling inside
 * that window doubles the penalty. Every overrun is counted, also of a limit that is switched off. Thread-safe.
 *
 * <p>The true numbers are unpublished; each window is a little shorter here, so that a client which keeps them exactly
 * is not refused for jitter on the way.
 */
public final class FloodLimits {
    /** What a call counts as. */
    public enum Kind {
        WRITE,
        TYPING,
        OTHER,
        FREE;

        /** What calls of a method count as; {@code method} as Telegram spells it. */
        public static Kind of(String method) {
            return switch (method) {
                case "sendMessage",
                        "sendDocument",
                        "sendPhoto",
                        "sendVideo",
                        "sendAudio",
                        "sendAnimation",
                        "sendVoice",
                        "sendMediaGroup",
                        "editMessageText",
                        "editMessageReplyMarkup",
                        "createForumTopic",
                        "editForumTopic",
                        "closeForumTopic",
                        "deleteForumTopic" -> WRITE;
                case "sendChatAction", "sendMessageDraft" -> TYPING;
                case "deleteMessage", "setMessageReaction" -> OTHER;
                default -> FREE;
            };
        }
    }

    private static final double BURST = 3;
    private static final double NEEDED = 0.8;
    private static final int GROUP_WRITES = 20;
    private static final Duration GROUP_WINDOW = Duration.ofMillis(59_500);
    private static final int GLOBAL_CALLS = 30;
    private static final Duration GLOBAL_WINDOW = Duration.ofMillis(900);
    private static final int MAX_PENALTY = 900;
    /** A call that was on its way when the 429 was answered is refused, but is no offence. */
    private static final Duration ON_THE_WAY = Duration.ofMillis(300);

    private static final int TYPING_PENALTY = 3;

    /** A bucket of {@value #BURST} tokens, refilled by one each second. */
    private static final class Bucket {
        private double tokens = BURST;
        private Instant filled = Instant.MIN;

        boolean ready(Instant now) {
            if (filled.isBefore(now)) {
                double seconds = filled.equals(Instant.MIN)
                        ? BURST
                        : Duration.between(filled, now).toNanos() / 1e9;
                tokens = Math.min(BURST, tokens + seconds);
                filled = now;
            }
            return tokens >= NEEDED;
        }

        void take() {
            tokens = Math.max(0, tokens - 1);
        }
    }

    private static final class Meter {
        private final Bucket writes = new Bucket();
        private final Bucket typing = new Bucket();
        private final Deque<Instant> lastMinute = new ArrayDeque<>();
        private Instant silentFrom = Instant.MIN;
        private Instant silentUntil = Instant.MIN;
        private int penalty;
    }

    private final Clock clock;
    private final Map<Long, Meter> meters = new HashMap<>();
    private final Deque<Instant> lastSecond = new ArrayDeque<>();
    private boolean perChat = true;
    private boolean typing = true;
    private boolean global = true;
    private int floodWaits;
    private int callsInsideCooldown;
    private int overruns;

    public FloodLimits(Clock clock) {
        this.clock = clock;
    }

    /** Switches the limit of writes per chat, and the penalty for calls inside a cooldown. */
    public synchronized FloodLimits perChat(boolean on) {
        perChat = on;
        return this;
    }

    public synchronized FloodLimits typing(boolean on) {
        typing = on;
        return this;
    }

    public synchronized FloodLimits global(boolean on) {
        global = on;
        return this;
    }

    /** Switches all limits off; overruns are still counted. */
    public synchronized FloodLimits off() {
        return perChat(false).typing(false).global(false);
    }

    /** How many calls were answered by 429, scripted ones included. */
    public synchronized int floodWaits() {
        return floodWaits;
    }

    /** How many calls came to a chat that had been told to wait, and had not waited. */
    public synchronized int callsInsideCooldown() {
        return callsInsideCooldown;
    }

    /** How many calls broke a limit, switched on or not. */
    public synchronized int overruns() {
        return overruns;
    }

    /** Silences a chat as an answered 429 does. */
    public synchronized void cooldown(long chatId, int seconds) {
        silence(meter(chatId), seconds, clock.instant());
        floodWaits++;
    }

    /**
     * Counts a call.
     *
     * @throws ApiError 429 if it may not be made now
     */
    public synchronized void admit(long chatId, Kind kind) {
        if (kind == Kind.FREE) {
            return;
        }
        Instant now = clock.instant();
        Meter meter = meter(chatId);
        if (now.isBefore(meter.silentUntil)) {
            punish(meter, now);
        }
        int wait = Math.max(globalWait(now), chatWait(meter, chatId, kind, now));
        if (wait > 0) {
            silence(meter, wait, now);
            floodWaits++;
            throw ApiError.tooManyRequests(wait);
        }
        lastSecond.add(now);
        switch (kind) {
            case WRITE -> {
                meter.writes.take();
                meter.lastMinute.add(now);
            }
            case TYPING -> meter.typing.take();
            case OTHER, FREE -> {}
        }
    }

    private void punish(Meter meter, Instant now) {
        if (now.isAfter(meter.silentFrom.plus(ON_THE_WAY))) {
            callsInsideCooldown++;
            if (perChat) {
                silence(meter, Math.min(MAX_PENALTY, meter.penalty * 2), now);
            }
        }
        if (perChat) {
            floodWaits++;
            throw ApiError.tooManyRequests(seconds(now, meter.silentUntil));
        }
    }

    private int globalWait(Instant now) {
        forget(lastSecond, now.minus(GLOBAL_WINDOW));
        if (lastSecond.size() < GLOBAL_CALLS) {
            return 0;
        }
        overruns++;
        return global ? 1 : 0;
    }

    private int chatWait(Meter meter, long chatId, Kind kind, Instant now) {
        int wait = switch (kind) {
            case WRITE -> chatId < 0 ? groupWait(meter, now) : meter.writes.ready(now) ? 0 : 1;
            case TYPING -> meter.typing.ready(now) ? 0 : TYPING_PENALTY;
            case OTHER, FREE -> 0;
        };
        overruns += wait > 0 ? 1 : 0;
        return (kind == Kind.TYPING ? typing : perChat) ? wait : 0;
    }

    private static int groupWait(Meter meter, Instant now) {
        forget(meter.lastMinute, now.minus(GROUP_WINDOW));
        Instant oldest = meter.lastMinute.peekFirst();
        return meter.lastMinute.size() < GROUP_WRITES || oldest == null ? 0 : seconds(now, oldest.plus(GROUP_WINDOW));
    }

    private static void forget(Deque<Instant> calls, Instant before) {
        while (!calls.isEmpty() && !calls.getFirst().isAfter(before)) {
            calls.removeFirst();
        }
    }

    private static void silence(Meter meter, int seconds, Instant now) {
        meter.silentFrom = now;
        meter.silentUntil = now.plusSeconds(seconds);
        meter.penalty = seconds;
    }

    private static int seconds(Instant from, Instant to) {
        return (int) Math.max(1, (Duration.between(from, to).toMillis() + 999) / 1000);
    }

    private Meter meter(long chatId) {
        return meters.computeIfAbsent(chatId, id -> new Meter());
    }
}
