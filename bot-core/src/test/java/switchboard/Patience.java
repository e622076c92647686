package switchboard;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How long a test waits for something that must come. The time is long, because a machine may be busy, and only a failing test
 * waits that long. JUnit finds it by {@code META-INF/services}, in every module that has these tests on its class path.
 */
public final class Patience implements LauncherSessionListener {

    public static final Duration ENOUGH = Duration.ofSeconds(60);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(ENOUGH);
        System.setProperty("pekko.actor.testkit.typed.single-expect-default", ENOUGH.toSeconds() + "s");
    }
}
