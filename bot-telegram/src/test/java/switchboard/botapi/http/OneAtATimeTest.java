package switchboard.botapi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import switchboard.botapi.ApiError;

class OneAtATimeTest {

    private final List<String> begun = new ArrayList<>();

    @Test
    void oneBeginsWhenTheOneBeforeIsDone() {
        var uploads = new OneAtATime(Duration.ofMinutes(1));
        var first = new CompletableFuture<String>();
        var second = new CompletableFuture<String>();
        under(uploads, "a", first);
        under(uploads, "b", second);
        var last = begin(uploads, "c", CompletableFuture.completedFuture("done"));
        assertThat(begun).containsExactly("a");

        first.completeExceptionally(new IllegalStateException("broken off"));

        assertThat(begun).containsExactly("a", "b");
        second.complete("done");
        assertThat(begun).containsExactly("a", "b", "c");
        assertThat(last).isCompletedWithValue("done");
    }

    @Test
    void whoWaitsTooLongIsToldAndPassedOver() {
        var uploads = new OneAtATime(Duration.ofMillis(20));
        var first = new CompletableFuture<String>();
        under(uploads, "a", first);

        assertThat(begin(uploads, "b", new CompletableFuture<>()))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(ApiError.class)
                .withMessage("Another file is being sent; try again in a moment.");
        first.complete("done");
        under(uploads, "c", first);
        assertThat(begun).containsExactly("a", "c");
    }

    @Test
    void aWorkThatCannotEvenBeginHoldsNobodyUp() {
        var uploads = new OneAtATime(Duration.ofMinutes(1));
        assertThat(uploads.run(() -> {
                    throw new IllegalStateException("no");
                }))
                .isCompletedExceptionally();

        under(uploads, "b", new CompletableFuture<>());

        assertThat(begun).containsExactly("b");
    }

    private void under(OneAtATime uploads, String name, CompletableFuture<String> work) {
        assertThat(begin(uploads, name, work)).isNotNull();
    }

    private CompletableFuture<String> begin(OneAtATime uploads, String name, CompletableFuture<String> work) {
        return uploads.run(() -> {
                    begun.add(name);
                    return work;
                })
                .toCompletableFuture();
    }
}
