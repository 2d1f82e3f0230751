package newsmill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Starts one Elasticsearch node from the published jars. Elasticsearch's own main class needs an agent that is not published, so this
 * does what that class does without it. Arguments: the configuration folder, then settings as name=value.
 *
 * <p>The node ends, orderly, at SIGTERM or when standard input ends: the process that started it holds the other end of that pipe, so not even its
 * kill -9 leaves a server behind.
 */
public final class Launcher {
    public static void main(String[] args) {
        endWithStandardInput();
        try {
            start(args);
        } catch (Throwable failed) {
            failed.printStackTrace();
            System.exit(1); // threads that the node had already started would keep the JVM up
        }
    }

    private static void start(String[] args) throws Exception {
        Settings.Builder builder = Settings.builder();
        for (int i = 1; i < args.length; i++) {
            String[] pair = args[i].split("=", 2);
            builder.put(pair[0], pair[1]);
        }
        Settings settings = builder.build();
        System.setProperty("es.logs.base_path", settings.get("path.logs"));
        System.setProperty("es.logs.cluster_name", settings.get("cluster.name"));
        LogConfigurator.configureESLogging();
        LogConfigurator.configureWithoutConfig(Settings.builder().put("logger.level", "INFO").build());

        Environment env = InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), Path.of(args[0]), () -> "newsmill");
        PluginsLoader plugins = PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(env.modulesDir()), PluginsLoader.loadPluginsBundles(env.pluginsDir()), Map.of());
        Node node = new Node(env, plugins);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node), "node-close"));
        node.start();
    }

    private static void endWithStandardInput() {
        // Not a daemon: the node's own threads are, so this one keeps the JVM up.
        Thread thread = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {}
            } catch (IOException ended) {
                // a broken pipe says the same as its end
            }
            System.exit(0);
        }, "parent-watch");
        thread.start();
    }

    private static void close(Node node) {
        try {
            node.prepareForClose();
            node.close();
        } catch (IOException failed) {
            failed.printStackTrace();
        }
    }
}
