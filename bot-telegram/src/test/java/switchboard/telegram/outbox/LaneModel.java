package switchboard.telegram.outbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.methods.botapimethods.PartialBotApiMethod;
import org.telegram.telegrambots.meta.api.methods.send.SendChatAction;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageText;
import switchboard.telegram.api.Failure;

/** The writes that one chat may get, from the outbox to the calls of the API. */
final class LaneModel {

    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;

    /** One that must be delivered. */
    private static final class Must {

        final Outbox.Write write;
        PartialBotApiMethod<?> next;
        long notBefore;
        int shutOut;

        Must(Outbox.Write write) {
            this.write = write;
            this.next = write.method();
        }
    }

    private final long chat;
    private final List<String> faults;
    private final @Nullable LimitModel limit;
    private final Deque<Must> musts = new ArrayDeque<>();
    private final Map<PartialBotApiMethod<?>, Class<?>> outcomes = new HashMap<>();
    private final Map<Integer, EditMessageText> newest = new HashMap<>();
    private final Map<Integer, EditMessageText> shown = new HashMap<>();
    private final Set<Integer> closed = new HashSet<>();
    private final List<Long> writes = new ArrayList<>();
    private final int[] lives = {1, 2};
    private int lastClosed;
    private long closedAt;
    private @Nullable PartialBotApiMethod<?> underWay;
    private long silentSince;
    private long silentUntil;
    private boolean hurried;

    LaneModel(long chat, List<String> faults) {
        this.chat = chat;
        this.faults = faults;
        this.limit = chat > 0 ? LimitModel.ofPrivateChat() : null;
    }

    /** The live message that stands there now. */
    int live(int place) {
        return lives[place];
    }

    /** That message is to have its last text, and the next takes its place. */
    int close(int place, long now) {
        closedAt = now;
        lastClosed = lives[place];
        lives[place] += lives.length;
        return lastClosed;
    }

    /** The message that was given its last text, which is remembered for a minute. */
    OptionalInt lastClosed(long now) {
        return lastClosed == 0 || now - closedAt >= MINUTE ? OptionalInt.empty() : OptionalInt.of(lastClosed);
    }

    /** The outbox takes a write. */
    void write(Outbox.Write write) {
        musts.add(new Must(write));
        if (write.method() instanceof EditMessageText edit) {
            newest.remove(edit.getMessageId());
            closed.add(edit.getMessageId());
        }
    }

    /** The outbox takes a frame. */
    void offer(Outbox.Preview preview) {
        if (!closed.contains(preview.messageId())) {
            newest.put(preview.messageId(), preview.edit());
        }
    }

    /** A person has shown up: what was put off may go. */
    void hurry() {
        hurried = underWay != null;
        if (underWay == null && !musts.isEmpty()) {
            musts.getFirst().notBefore = 0;
        }
    }

    /** The API is called; returns whether it must be. */
    boolean called(PartialBotApiMethod<?> method, long now) {
        note(now <= silentSince || now >= silentUntil, "in the silence after a 429");
        if (method instanceof SendChatAction) {
            return false;
        }
        note(underWay == null, "two at once");
        underWay = method;
        var head = musts.peek();
        if (head != null) {
            note(method.equals(head.next), "not what is next");
            note(now >= head.notBefore, "too early after a failure");
        } else {
            frame((EditMessageText) method);
        }
        pace(head != null, now);
        return head != null;
    }

    private void frame(EditMessageText frame) {
        note(!closed.contains(frame.getMessageId()), "a frame after the last text");
        note(frame.equals(newest.get(frame.getMessageId())), "not the newest frame");
        shown.put(frame.getMessageId(), frame);
    }

    private void pace(boolean isUrgent, long now) {
        if (limit != null) {
            note(limit.take(isUrgent, now), "more than a private chat may have");
        } else {
            var last = writes.isEmpty() ? now - MINUTE : writes.getLast();
            var recent = writes.stream().filter(at -> now - at < MINUTE).count();
            note(now - last >= SECOND, "less than a second apart in a group");
            note(recent < (isUrgent ? 19 : 15), "more than a group may have");
        }
        writes.add(now);
    }

    /** The API answers; {@code failure} is null if it did what it was asked. */
    void answered(PartialBotApiMethod<?> method, @Nullable Failure failure, long now) {
        if (failure instanceof Failure.TooManyRequests many) {
            silentSince = now;
            silentUntil = Math.max(silentUntil, now + many.retryAfter().toNanos());
        }
        if (method instanceof SendChatAction) {
            return;
        }
        underWay = null;
        var head = musts.peek();
        var isHurried = hurried;
        hurried = false;
        if (head == null || !head.next.equals(method)) {
            return; // a frame: shown, or not worth a second try but after a 429
        }
        var isEdit = method instanceof EditMessageText;
        switch (failure) {
            case null -> settle(head, Outbox.Outcome.Written.class);
            case Failure.TooManyRequests many -> {}
            case Failure.Unclear unclear -> {
                if (isEdit) {
                    head.notBefore = now + SECOND / 2;
                } else {
                    settle(head, Outbox.Outcome.Uncertain.class);
                }
            }
            case Failure.Refused refused -> {
                var plain = head.write.plain().orElseThrow();
                if (isShutOut(refused)) {
                    head.notBefore = now + (MINUTE << Math.min(4, head.shutOut++));
                } else if (refused.description().contains("parse") && !head.next.equals(plain)) {
                    head.next = plain;
                } else {
                    settle(head, Outbox.Outcome.Rejected.class);
                }
            }
            case Failure.Unavailable later -> head.notBefore = now + SECOND / 2;
            case Failure.Unreachable later -> head.notBefore = now + SECOND / 2;
        }
        if (isHurried && failure != null && !(failure instanceof Failure.TooManyRequests)) {
            head.notBefore = 0;
        }
    }

    private static boolean isShutOut(Failure failure) {
        return failure instanceof Failure.Refused refused && refused.code() == 403;
    }

    private void settle(Must head, Class<?> outcome) {
        musts.remove();
        outcomes.put(head.write.method(), outcome);
    }

    /** Whether that is what became of it, told for the first time. */
    boolean isRightOutcome(PartialBotApiMethod<?> method, Outbox.Outcome outcome) {
        var expected = outcomes.remove(method);
        return expected != null && expected.isInstance(outcome);
    }

    /** Whether each message shows its newest frame. */
    boolean isShown() {
        return newest.entrySet().stream().allMatch(each -> each.getValue().equals(shown.get(each.getKey())));
    }

    boolean waits() {
        return !musts.isEmpty() && underWay == null;
    }

    /** Whether nothing was written, refused or put off for so long that the next may go at once. */
    boolean isAtRest(long now) {
        var head = musts.peek();
        var last = writes.isEmpty() ? now - MINUTE : writes.getLast();
        return now - last >= MINUTE
                && now - silentUntil >= 2 * SECOND
                && (head == null || now - head.notBefore >= MINUTE);
    }

    private void note(boolean isRight, String fault) {
        if (!isRight) {
            faults.add("chat " + chat + ": " + fault);
        }
    }
}
