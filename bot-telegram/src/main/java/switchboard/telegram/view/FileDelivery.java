package switchboard.telegram.view;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.chat.ChatProtocol;
import switchboard.model.ChatId;
import switchboard.model.FileReceipt;
import switchboard.model.OutgoingFile;
import switchboard.telegram.api.Backoff;
import switchboard.telegram.api.FileUpload;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;
import switchboard.text.Texts;

/**
 * Sends the files of a chat, one call after the other. Files that a turn sends within a moment are one album. A file is marked as
 * begun before it is sent, so that after a crash it is sent again with a mark; so is one whose outcome is unclear. If Telegram
 * refuses an album, its files go alone; if it refuses a photo or the like, that goes as a document.
 *
 * <p>For each call: {@code (sorted -> marked -> sent ->) confirmed}
 */
final class FileDelivery {

    /** To the delivery. */
    sealed interface Command permits Send, Hurry, Close, Due, Sorted, Marked, Wrote, Again {}

    /** Sends a file, unless it is on its way or in the chat. */
    record Send(OutgoingFile file) implements Command {}

    /** A person is there: files that wait for another try are sent now. */
    record Hurry() implements Command {}

    /** The bot stops: nothing new is sent. The delivery stops once the call under way is over. */
    record Close() implements Command {}

    private record Due() implements Command {}

    private record Sorted(List<FileBatch.Piece> pieces) implements Command {}

    private record Marked(String key) implements Command {}

    private record Wrote(Outbox.Outcome outcome) implements Command {}

    private record Again() implements Command {}

    /** How long another file of the same turn is waited for. */
    static final Duration ALBUM_WITHIN = Duration.ofMillis(300);

    private static final int MOST_WAITING = 10;
    private static final int MOST_SENT = 1_000;

    private static final Backoff UNCLEAR_BACKOFF = new Backoff(ChatWriter.AGAIN_AFTER, Duration.ofSeconds(320));

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final ChatWriter<Command> writer;
    private final ActorRef<ChatProtocol.Command> chat;
    private final ActorRef<ChatProtocol.MayUpload> mayUpload;
    private final Runnable shown;
    private final Executor threads;

    /** The last files that are in the chat. One that comes again is confirmed again. */
    private final Map<String, FileReceipt> sent = new LinkedHashMap<>();

    /** Files whose form is not known yet, in order. */
    private final Deque<OutgoingFile> waiting = new ArrayDeque<>();

    /** What goes before them. */
    private final Deque<FileBatch> planned = new ArrayDeque<>();

    private boolean isSorting;
    private @Nullable FileBatch batch;

    /** The files of the batch that are not marked yet. */
    private Set<String> unmarked = Set.of();

    private boolean isRepeated;
    private int unclear;
    private boolean closing;

    private FileDelivery(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            ChatId id,
            ActorRef<Outbox.Command> outbox,
            ActorRef<ChatProtocol.Command> chat,
            Runnable shown) {
        this.ctx = ctx;
        this.timers = timers;
        this.writer = new ChatWriter<>(ctx, id, outbox);
        this.chat = chat;
        this.mayUpload = ctx.messageAdapter(ChatProtocol.MayUpload.class, may -> new Marked(may.key()));
        this.shown = shown;
        this.threads = ctx.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    }

    /** @param shown runs on any thread whenever a file is in the chat */
    static Behavior<Command> create(
            ChatId id, ActorRef<Outbox.Command> outbox, ActorRef<ChatProtocol.Command> chat, Runnable shown) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var delivery = new FileDelivery(ctx, timers, id, outbox, chat, shown);
            return Behaviors.receiveMessage(delivery::onMessage);
        }));
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Send send -> onSend(send.file());
            case Due due -> next();
            case Sorted sorted -> onSorted(sorted.pieces());
            case Marked marked -> {
                if (unmarked.remove(marked.key()) && unmarked.isEmpty()) {
                    begin();
                }
            }
            case Wrote wrote -> onWrote(wrote.outcome());
            case Again again -> send();
            case Hurry hurry -> {
                if (timers.isTimerActive(new Again())) {
                    timers.cancel(new Again());
                    send();
                }
            }
            case Close close -> closing = true;
        }
        return closing && !isUnderWay() ? Behaviors.stopped() : Behaviors.same();
    }

    /** Whether a call has begun whose outcome is to come. */
    private boolean isUnderWay() {
        return batch != null && unmarked.isEmpty() && !timers.isTimerActive(new Again());
    }

    private void onSend(OutgoingFile file) {
        var receipt = sent.get(file.key());
        if (receipt != null) {
            chat.tell(new ChatProtocol.Uploaded(file.key(), receipt));
            return;
        }
        if (isOnItsWay(file.key())) {
            return;
        }
        waiting.add(file);
        var mayJoin = file.call() != null && waiting.size() < MOST_WAITING;
        timers.startSingleTimer(new Due(), mayJoin ? ALBUM_WITHIN : Duration.ZERO);
    }

    private boolean isOnItsWay(String key) {
        return waiting.stream().anyMatch(file -> file.key().equals(key))
                || Stream.concat(planned.stream(), Stream.ofNullable(batch))
                        .anyMatch(each -> each.keys().contains(key));
    }

    /** Begins the next call, unless one is under way. */
    private void next() {
        if (batch != null || isSorting || closing) {
            return;
        }
        if (!planned.isEmpty()) {
            mark(planned.remove());
        } else if (!waiting.isEmpty() && !timers.isTimerActive(new Due())) {
            isSorting = true;
            var files = List.copyOf(waiting);
            ctx.pipeToSelf(
                    CompletableFuture.supplyAsync(() -> sort(files), threads),
                    (pieces, failure) -> new Sorted(pieces == null ? asDocuments(files) : pieces));
        }
    }

    private static List<FileBatch.Piece> sort(List<OutgoingFile> files) {
        return files.stream()
                .map(file -> new FileBatch.Piece(file, FileForm.of(file.copy(), file.size()), false))
                .toList();
    }

    private static List<FileBatch.Piece> asDocuments(List<OutgoingFile> files) {
        return files.stream()
                .map(file -> new FileBatch.Piece(file, FileUpload.Medium.DOCUMENT, false))
                .toList();
    }

    private void onSorted(List<FileBatch.Piece> pieces) {
        isSorting = false;
        if (closing) {
            return;
        }
        var first = FileBatch.firstOf(pieces);
        first.pieces().forEach(piece -> waiting.remove(piece.file()));
        mark(first);
    }

    /** Lets the chat store that the files are on their way. */
    private void mark(FileBatch next) {
        batch = next;
        isRepeated = next.isBegun();
        unclear = 0;
        unmarked = next.keys();
        for (var key : List.copyOf(unmarked)) {
            chat.tell(new ChatProtocol.Uploading(key, mayUpload));
        }
    }

    private void begin() {
        batch().longCaptions().forEach(text -> writer.say(text, List.of(), batch().replyTo()));
        send();
    }

    private FileBatch batch() {
        return Objects.requireNonNull(batch);
    }

    private void send() {
        var current = batch();
        if (current.isAlbum()) {
            writer.album(
                    current.album(writer.chat(), isRepeated, true),
                    current.album(writer.chat(), isRepeated, false),
                    Kind.FINAL,
                    Wrote::new);
        } else {
            writer.upload(
                    current.single(writer.chat(), isRepeated, true),
                    current.single(writer.chat(), isRepeated, false),
                    Kind.FINAL,
                    Wrote::new);
        }
    }

    private void onWrote(Outbox.Outcome outcome) {
        switch (outcome) {
            case Outbox.Outcome.Written written -> {
                var messages = messages(written);
                var pieces = batch().pieces();
                for (var i = 0; i < pieces.size(); i++) {
                    var message = messages.get(Math.min(i, messages.size() - 1));
                    confirm(pieces.get(i), FileReceipt.sent(message));
                }
                shown.run();
                done();
            }
            case Outbox.Outcome.Uncertain uncertain -> {
                ctx.getLog().warn("Chat {}: Telegram may not have a file; it is sent again", writer.chat());
                isRepeated = true;
                timers.startSingleTimer(new Again(), UNCLEAR_BACKOFF.after(unclear++));
            }
            case Outbox.Outcome.Rejected rejected -> onRejected(rejected);
        }
    }

    private static List<String> messages(Outbox.Outcome.Written written) {
        var result = written.result() instanceof List<?> album ? album : List.of(written.result());
        var ids = new ArrayList<String>();
        for (Object each : result) {
            ids.add(each instanceof Message message ? String.valueOf(message.getMessageId()) : TurnMemo.UNKNOWN);
        }
        return ids.isEmpty() ? List.of(TurnMemo.UNKNOWN) : ids;
    }

    private void onRejected(Outbox.Outcome.Rejected rejected) {
        var refused = rejected.refused();
        if (closing || refused.migrateToChatId().isPresent()) {
            done(); // the chat keeps the files; if the group has become a supergroup, they go there
            return;
        }
        var instead = rejected.isForEver() ? List.<FileBatch>of() : batch().instead();
        if (instead.isEmpty()) {
            var reason = refused.isHere() ? refused.description() : Texts.of("send.refused", refused.description());
            ctx.getLog().warn("Chat {}: a file cannot be sent: {}", writer.chat(), refused.description());
            batch().pieces().forEach(piece -> confirm(piece, FileReceipt.refused(reason)));
        }
        instead.reversed().forEach(planned::addFirst);
        done();
    }

    private void confirm(FileBatch.Piece piece, FileReceipt receipt) {
        var key = piece.file().key();
        if (receipt.isSent()) {
            sent.put(key, receipt);
            sent.keySet().stream()
                    .limit(Math.max(0, sent.size() - MOST_SENT))
                    .toList()
                    .forEach(sent::remove);
        }
        chat.tell(new ChatProtocol.Uploaded(key, receipt));
    }

    private void done() {
        batch = null;
        next();
    }
}
