package switchboard.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** One open page, watched: whatever it complains of, and whatever it asks for outside this machine, is noted until it is closed. */
final class Tab implements AutoCloseable {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** What a browser says of a server that is away or only just starting. */
    private static final Pattern AWAY = Pattern.compile("ERR_CONNECTION_|ERR_EMPTY_RESPONSE|\\b503\\b");

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private boolean mayBeAway;

    Tab(BrowserContext context) {
        this.context = context;
        context.onRequest(request -> requireLoopback(request.url()));
        context.onConsoleMessage(message -> {
            if (message.type().equals("error")
                    && !(mayBeAway && AWAY.matcher(message.text()).find())) {
                complaints.add(message.text() + " at " + message.location());
            }
        });
        context.onWebError(error -> complaints.add(error.error()));
        context.onPage(opened -> opened.onWebSocket(socket -> requireLoopback(socket.url())));
        this.page = context.newPage();
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /** From now on the server may be away; the page must bear it in silence otherwise. */
    Tab bearingAbsence() {
        mayBeAway = true;
        return this;
    }

    /** Forgets what has been complained of, of which there must be something. */
    void expectComplaint(String of) {
        assertThat(complaints).as("complaints").anyMatch(complaint -> complaint.contains(of));
        complaints.clear();
    }

    private void requireLoopback(String address) {
        var uri = URI.create(address.split("[?#]", 2)[0].replace(" ", "%20"));
        var isOfThePage = Set.of("data", "blob").contains(uri.getScheme());
        if (!isOfThePage && !LOOPBACK.contains(uri.getHost())) {
            complaints.add("asks for " + address);
        }
    }

    /** Closes the page, which must not have complained. */
    @Override
    public void close() {
        context.close();
        assertThat(complaints).as("what the page complained of").isEmpty();
    }
}
