// Compare two pictures with Apache HttpClient 4: java Compare.java ONE TWO [auto_rotate]; each a file, or id:...
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.mime.MultipartEntityBuilder;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.util.EntityUtils;

public final class Compare {
    private static final String PATH = "/identity/compare_faces_in_two_images";
    private static final ContentType TEXT = ContentType.create("text/plain", StandardCharsets.UTF_8);

    /** A word that ends the program, with its exit code. */
    private static final class End extends Exception {
        final int code;

        End(int code, String text) {
            super(text);
            this.code = code;
        }
    }

    public static void main(String[] words) {
        try {
            if (words.length < 2) {
                throw new End(2, "usage: Compare ONE TWO [auto_rotate]; each a file, or id:... of a picture sent before");
            }
            show(ask(form(words)));
        } catch (End end) {
            System.err.println(end.getMessage());
            System.exit(end.code);
        } catch (IOException error) {
            System.err.println("no answer: " + error.getClass().getSimpleName());
            System.exit(2);
        }
    }

    private static MultipartEntityBuilder form(String[] words) throws End {
        MultipartEntityBuilder form = MultipartEntityBuilder.create()
                .addTextBody("api_id", setting("LINKFACE_API_ID"), TEXT)
                .addTextBody("api_secret", setting("LINKFACE_API_SECRET"), TEXT);
        String[] sides = {"one", "two"};
        for (int place = 0; place < sides.length; place++) {
            String name = "image_" + sides[place];
            if (words[place].startsWith("id:")) {
                form.addTextBody(name + "_id", words[place].substring(3), TEXT);
            } else if (!new File(words[place]).canRead()) {
                throw new End(2, "cannot read " + words[place]);
            } else {
                form.addBinaryBody(name + "_file", new File(words[place]));
            }
            if (words.length > 2 && words[2].equals("auto_rotate")) {
                form.addTextBody(name + "_auto_rotate", "true");
            }
        }
        return form;
    }

    private static JsonObject ask(MultipartEntityBuilder form) throws IOException, End {
        String host = System.getenv().getOrDefault("LINKFACE_URL", "https://cloudapi.linkface.cn");
        HttpPost post = new HttpPost(host + PATH);
        post.setConfig(RequestConfig.custom().setConnectTimeout(10_000).setSocketTimeout(30_000).build());
        post.setEntity(form.build());
        try (CloseableHttpClient client = HttpClients.createDefault();
                CloseableHttpResponse response = client.execute(post)) {
            int code = response.getStatusLine().getStatusCode();
            JsonObject answer = parsed(code, EntityUtils.toString(response.getEntity(), StandardCharsets.UTF_8));
            if (!answer.get("status").getAsString().equals("OK")) {
                throw new End(1, told(code, answer));
            }
            return answer;
        }
    }

    private static JsonObject parsed(int code, String body) throws End {
        try {
            JsonElement answer = JsonParser.parseString(body);
            if (answer.isJsonObject() && answer.getAsJsonObject().has("status")) {
                return answer.getAsJsonObject();
            }
        } catch (JsonSyntaxException error) {
            // told below, as of any other body that is none of the endpoint's
        }
        throw new End(2, "HTTP " + code + ", and no answer of the endpoint");
    }

    private static String told(int code, JsonObject answer) {
        StringBuilder told = new StringBuilder().append(code);
        for (String name : List.of("status", "image", "reason")) {
            if (answer.has(name)) {
                told.append(' ').append(answer.get(name).getAsString());
            }
        }
        return told.toString();
    }

    private static void show(JsonObject answer) {
        for (JsonElement row : answer.getAsJsonArray("confidences")) {
            List<String> cells = new ArrayList<>();
            row.getAsJsonArray().forEach(cell -> cells.add(cell.getAsString()));
            System.out.println(String.join(" ", cells));
        }
        for (String name : List.of("image_one", "image_two")) {
            if (answer.has(name)) {
                System.out.println(name + "_id " + answer.getAsJsonObject(name).get(name + "_id").getAsString());
            }
        }
    }

    private static String setting(String name) throws End {
        String value = System.getenv(name);
        if (value == null) {
            throw new End(2, name + " is not set");
        }
        return value;
    }
}
