package switchboard.botapi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.Test;

class SentOnceTest {

    private final SentOnce sent = new SentOnce();
    private final AtomicInteger sends = new AtomicInteger();

    @Test
    void whatIsRepeatedGetsTheFirstAnswerAlsoWhileItIsUnderWay() {
        var first = sent.once("a", this::slow);
        var repeated = sent.once("a", this::slow);

        assertThat(repeated).isSameAs(first);
        assertThat(sends).hasValue(1);
        assertThat(sent.once("b", this::slow)).isNotSameAs(first);
    }

    @Test
    void whatFailedMayBeSentAgain() {
        var failed = sent.once("a", () -> CompletableFuture.failedFuture(new IllegalStateException("no room")));

        assertThat(failed).isCompletedExceptionally();
        send("a");
        assertThat(sends).hasValue(1);
    }

    @Test
    void withoutAnIdAllIsSent() {
        send("");
        send("");

        assertThat(sends).hasValue(2);
    }

    @Test
    void onlyTheLastThousandAreRemembered() {
        IntStream.rangeClosed(0, 1000).forEach(i -> send("id" + i));

        send("id1000");
        assertThat(sends).hasValue(1001);
        send("id0");
        assertThat(sends).hasValue(1002);
    }

    private void send(String randomId) {
        assertThat(sent.once(randomId, this::slow)).isNotDone();
    }

    private CompletableFuture<HttpResponse> slow() {
        sends.incrementAndGet();
        return new CompletableFuture<>();
    }
}
