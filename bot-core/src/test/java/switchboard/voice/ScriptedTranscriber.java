package switchboard.voice;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatId;
import switchboard.model.Content;

/** Hears in a recording its content as text. It waits, fails or hears nothing as a test wants it. */
public final class ScriptedTranscriber implements Transcriber {

    private final AtomicReference<@Nullable CountDownLatch> held = new AtomicReference<>();
    private volatile String refusal = "";
    private final List<Content.Attachment> begun = new CopyOnWriteArrayList<>();
    private final List<Content.Attachment> givenUp = new CopyOnWriteArrayList<>();
    private final AtomicInteger atWork = new AtomicInteger();
    private final AtomicInteger mostAtWork = new AtomicInteger();

    /** From now on it waits until {@link #release}. */
    public void hold() {
        held.set(new CountDownLatch(1));
    }

    public void release() {
        var latch = held.getAndSet(null);
        if (latch != null) {
            latch.countDown();
        }
    }

    /** Continues all recordings that wait now; later ones wait as before. */
    public void releaseThese() {
        var latch = held.getAndSet(new CountDownLatch(1));
        if (latch != null) {
            latch.countDown();
        }
    }

    /** From now on it fails and says so; "" ends that. */
    public void refuse(String sentence) {
        refusal = sentence;
    }

    /** What it was asked for, in order. */
    public List<Content.Attachment> begun() {
        return begun;
    }

    /** Where it was interrupted. */
    public List<Content.Attachment> givenUp() {
        return givenUp;
    }

    public int mostAtOnce() {
        return mostAtWork.get();
    }

    @Override
    public String transcribe(ChatId chat, Content.Attachment file, Path path) throws IOException {
        var latch = held.get();
        mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
        begun.add(file);
        try {
            if (latch != null) {
                latch.await();
            }
        } catch (InterruptedException interrupt) {
            givenUp.add(file);
            throw new InterruptedIOException("nobody wants it any more");
        } finally {
            atWork.decrementAndGet();
        }
        var why = refusal;
        if (!why.isEmpty()) {
            throw new FailedException(why);
        }
        return Files.readString(path);
    }
}
