package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import switchboard.Patience;
import switchboard.chat.ChatProtocol.Replied;
import switchboard.text.ExplainedException;

/** What commands do on threads that may block. */
class WorkOfCommandsTest extends ChatFixture {

    @Test
    void aCommandSaysWhatItsWorkHasBroughtAndTheChatGoesOnMeanwhile() {
        var goOn = new CountDownLatch(1);
        world.work.set(() -> {
            goOn.await();
            return Thread.currentThread().getName();
        });
        world.invoke("work");
        world.ended(world.submit("x"));
        world.invoke("hello", "meanwhile");
        assertThat(world.next(Replied.class).reply().text()).isEqualTo("Hello meanwhile");

        goOn.countDown();
        assertThat(world.next(Replied.class).reply().text()).contains("blocking-io");
    }

    @Test
    void aReasonIsSaidAsItIsAndAnythingElseInOneSentence() {
        world.work.set(() -> {
            throw new ExplainedException("The door is closed.");
        });
        world.invoke("work");
        assertThat(world.next(Replied.class).reply().text()).isEqualTo("The door is closed.");

        world.work.set(() -> {
            throw new IOException("/secret/path");
        });
        world.invoke("work");
        assertThat(world.next(Replied.class).reply().text())
                .isEqualTo("Something went wrong on this machine; its log says more. Try again.");
    }

    @Test
    void workThatTakesTooLongIsInterruptedAndSaidToBeLate() throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        world.workWithin = Duration.ofSeconds(1);
        world.work.set(() -> {
            try {
                new CountDownLatch(1).await();
                return "never";
            } finally {
                interrupted.countDown();
            }
        });
        world.invoke("work");

        assertThat(world.next(Replied.class).reply().text())
                .isEqualTo("This took longer than 1 second, so I stopped it. Try again.");
        assertThat(interrupted.await(Patience.ENOUGH.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void afterACrashItSaysWhatWasAtWorkAndOffersToDoItAgain() {
        var goOn = new CountDownLatch(1);
        world.work.set(() -> {
            goOn.await();
            return "too late";
        });
        world.invoke("work", "hard");
        world.kill();
        world.restart();
        world.deliver(new ChatProtocol.Wake());

        var said = world.next(Replied.class);
        assertThat(said.reply().text()).isEqualTo("⚠️ I was restarted while /work was at work, so it may not be done.");
        assertThat(said.reply().buttons().getFirst().getFirst().command()).isEqualTo("/work hard");
        goOn.countDown();
        world.kill();
        world.restart();
        world.invoke("hello", "again");
        assertThat(world.next(Replied.class).reply().text())
                .as("it is said once")
                .isEqualTo("Hello again");
    }

    @Test
    void aCommandThatWasAnsweredIsNotAtWorkAnyMore() {
        world.work.set(() -> "Done.");
        world.invoke("work");
        assertThat(world.next(Replied.class).reply().text()).isEqualTo("Done.");
        world.kill();
        world.restart();

        world.invoke("hello", "again");
        assertThat(world.next(Replied.class).reply().text()).isEqualTo("Hello again");
    }

    @Test
    void aChatStaysInMemoryUntilItsWorkIsDone() {
        var goOn = new CountDownLatch(1);
        world.work.set(() -> {
            goOn.await();
            return "Done.";
        });
        world.invoke("work");
        var chat = world.chat();
        world.time.timePasses(ChatWorld.PASSIVATION);
        world.time.timePasses(ChatWorld.PASSIVATION);
        goOn.countDown();

        assertThat(world.next(Replied.class).reply().text()).isEqualTo("Done.");
        var watcher = world.kit.createTestProbe();
        Awaitility.await().untilAsserted(() -> {
            world.time.timePasses(ChatWorld.PASSIVATION);
            watcher.expectTerminated(chat, Duration.ofMillis(50));
        });
    }
}
