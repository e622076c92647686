package switchboard.app;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGTERM, SIGINT and SIGHUP (the terminal is closed): the first stops in order, a second ends at once. A signal that was ignored
 * when the JVM started, as with {@code nohup}, stays ignored. Uses reflection on {@code sun.misc.Signal} (module
 * {@code jdk.unsupported}), because the JDK has no other way to notice a second signal.
 */
final class Signals {

    private Signals() {}

    /**
     * Runs {@code first} on a thread of its own at the first signal, {@code second} at each further one. The JVM does not end
     * before they have ended.
     */
    static void handle(Runnable first, Runnable second) {
        var count = new AtomicInteger();
        InvocationHandler onSignal = (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                var isFirst = count.incrementAndGet() == 1;
                Thread.ofPlatform().daemon(false).name("signal").start(isFirst ? first : second);
            }
            return null;
        };
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, onSignal);
            var register = signal.getMethod("handle", signal, handler);
            for (var name : new String[] {"TERM", "INT", "HUP"}) {
                register.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            }
        } catch (ReflectiveOperationException unsupported) {
            throw new IllegalStateException("This JVM has no sun.misc.Signal", unsupported);
        }
    }
}
