package switchboard.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import switchboard.model.ChatId;
import switchboard.model.Content;

/** Files that a test offers. Fetches wait, break off or find nothing as the test wants it. */
public final class ScriptedAttachments implements Attachments {

    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
    private final Map<String, String> gone = new ConcurrentHashMap<>();
    private final Map<String, String> missed = new ConcurrentHashMap<>();
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Content.Attachment> begun = new CopyOnWriteArrayList<>();
    private final List<Content.Attachment> givenUp = new CopyOnWriteArrayList<>();

    /** A photo whose content is its name. */
    public Content.Attachment photo(String name) {
        return offer(name, name.getBytes(StandardCharsets.UTF_8));
    }

    public Content.Attachment offer(String name, byte[] content) {
        var ref = "ref-" + numbers.incrementAndGet();
        contents.put(ref, content);
        return new Content.Attachment(ref, Content.Attachment.Kind.PHOTO, name, "image/png", (long) content.length);
    }

    /** From now on nobody has it. */
    public Content.Attachment lose(Content.Attachment file, String sentence) {
        gone.put(file.ref(), sentence);
        return file;
    }

    /** From now on the source does not have it, which may pass. */
    public Content.Attachment miss(Content.Attachment file, String sentence) {
        missed.put(file.ref(), sentence);
        return file;
    }

    /** The source has it again. */
    public void find(Content.Attachment file) {
        missed.remove(file.ref());
    }

    /** It is refused before it is fetched. */
    public Content.Attachment refuse(Content.Attachment file, String sentence) {
        refused.put(file.ref(), sentence);
        return file;
    }

    /** The next fetches break off. */
    public void failNext(int times) {
        failures.set(times);
    }

    /** Fetches of it wait until {@link #release}. */
    public Content.Attachment hold(Content.Attachment file) {
        held.put(file.ref(), new CountDownLatch(1));
        return file;
    }

    public void release(Content.Attachment file) {
        var latch = held.remove(file.ref());
        if (latch != null) {
            latch.countDown();
        }
    }

    /** The fetches that have begun, in order. */
    public List<Content.Attachment> begun() {
        return begun;
    }

    /** The fetches that were interrupted. */
    public List<Content.Attachment> givenUp() {
        return givenUp;
    }

    @Override
    public Optional<String> refusal(Content.Attachment file) {
        return Optional.ofNullable(refused.get(file.ref()));
    }

    @Override
    public void fetch(ChatId chat, Content.Attachment file, Path target) throws IOException {
        begun.add(file);
        var latch = held.get(file.ref());
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException interrupt) {
                givenUp.add(file);
                throw new InterruptedIOException("nobody wants it any more");
            }
        }
        var why = Stream.of(refused, gone)
                .flatMap(each -> Stream.ofNullable(each.get(file.ref())))
                .findFirst();
        if (why.isPresent()) {
            throw new GoneException(why.get());
        }
        var whyNow = missed.get(file.ref());
        if (whyNow != null) {
            throw new UnavailableException(whyNow);
        }
        var content = contents.getOrDefault(file.ref(), new byte[0]);
        if (failures.getAndUpdate(before -> Math.max(0, before - 1)) > 0) {
            Files.write(target, Arrays.copyOf(content, content.length / 2));
            throw new IOException("broken off, as the test wants it");
        }
        Files.write(target, content);
    }
}
