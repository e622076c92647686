package switchboard.guard;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The places where programs keep their credentials: the default ones, and those that their environment variables name. */
final class Credentials {

    /** Files and whole directories below the home directory. */
    private static final List<String> IN_HOME = List.of(
            ".claude.json",
            ".aws",
            ".azure",
            ".kube",
            ".gnupg",
            ".docker/config.json",
            ".netrc",
            "_netrc",
            ".git-credentials",
            ".npmrc",
            ".yarnrc.yml",
            ".pypirc",
            ".pgpass",
            ".my.cnf",
            ".vault-token",
            ".terraform.d/credentials.tfrc.json",
            ".cargo/credentials",
            ".cargo/credentials.toml",
            ".gem/credentials",
            ".fly/config.yml",
            ".s3cfg",
            ".boto",
            ".composer/auth.json",
            ".subversion/auth",
            ".password-store",
            ".local/share/keyrings");

    /** The same below {@code XDG_CONFIG_HOME}. */
    private static final List<String> IN_CONFIG = List.of(
            "gcloud",
            "git/credentials",
            "gh/hosts.yml",
            "glab-cli/config.yml",
            "hub",
            "doctl/config.yaml",
            "rclone/rclone.conf",
            "composer/auth.json",
            "op");

    /** Claude Code's own files: its login, the history of its prompts, the keys and file copies of its sessions. */
    private static final List<String> IN_CLAUDE =
            List.of(".credentials.json", ".claude.json", "history.jsonl", "sessions", "file-history");

    private static final List<String> VARIABLES = List.of(
            "GOOGLE_APPLICATION_CREDENTIALS",
            "AWS_SHARED_CREDENTIALS_FILE",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AZURE_CONFIG_DIR",
            "CLOUDSDK_CONFIG",
            "DOCKER_CONFIG",
            "KUBECONFIG",
            "GNUPGHOME",
            "NETRC",
            "NPM_CONFIG_USERCONFIG",
            "PGPASSFILE");

    private Credentials() {}

    static List<Path> of(Path home, Path claude, Map<String, String> environment) {
        var config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        var named = VARIABLES.stream()
                .map(environment::get)
                .filter(Objects::nonNull)
                .flatMap(value -> Stream.of(value.split(":")))
                .filter(value -> value.startsWith("/") && value.length() > 1)
                .map(Path::of);
        return Stream.of(
                        IN_HOME.stream().map(home::resolve),
                        IN_CONFIG.stream().map(home.resolve(".config")::resolve),
                        IN_CONFIG.stream()
                                .filter(each -> config.startsWith("/"))
                                .map(Path.of(config)::resolve),
                        IN_CLAUDE.stream().map(claude::resolve),
                        named)
                .flatMap(paths -> paths)
                .toList();
    }
}
