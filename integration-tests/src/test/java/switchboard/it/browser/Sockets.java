package switchboard.it.browser;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a process listens to, as the kernel tells it. */
final class Sockets {

    private static final Pattern LINK = Pattern.compile("socket:\\[(\\d+)]");
    private static final String LISTENING = "0A";
    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int WORD = 4;

    private Sockets() {}

    /** The addresses and ports, as {@code 127.0.0.1:8585} or {@code [::1]:8585}. */
    static List<String> listening(long pid) throws IOException {
        var own = inodes(pid);
        var found = new ArrayList<String>();
        for (var table : List.of("tcp", "tcp6")) {
            for (var line : Files.readAllLines(Path.of("/proc/net", table))) {
                var fields = line.strip().split("\\s+", -1);
                if (fields.length > INODE && fields[STATE].equals(LISTENING) && own.contains(fields[INODE])) {
                    found.add(address(fields[ADDRESS]));
                }
            }
        }
        return found;
    }

    private static Set<String> inodes(long pid) throws IOException {
        var inodes = new HashSet<String>();
        try (var files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (var file : files) {
                var link = LINK.matcher(Files.readSymbolicLink(file).toString());
                if (link.matches()) {
                    inodes.add(link.group(1));
                }
            }
        }
        return inodes;
    }

    /** The kernel writes words of four bytes in the machine's order, little end first, and the port as it is. */
    private static String address(String field) throws IOException {
        var parts = field.split(":", 2);
        var bytes = HexFormat.of().parseHex(parts[0]);
        for (var word = 0; word < bytes.length; word += WORD) {
            for (var at = 0; at < WORD / 2; at++) {
                var swapped = bytes[word + at];
                bytes[word + at] = bytes[word + WORD - 1 - at];
                bytes[word + WORD - 1 - at] = swapped;
            }
        }
        var address = InetAddress.getByAddress(bytes).getHostAddress();
        var host = address.equals("0:0:0:0:0:0:0:1") ? "[::1]" : address;
        return host + ":" + Integer.parseInt(parts[1], 16);
    }
}
