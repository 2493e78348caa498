// Compare two pictures with libcurl: ./compare ONE TWO [auto_rotate]; each a file, or id:...
// g++ -std=c++17 -I/usr/include/jsoncpp compare.cpp -o compare -lcurl -ljsoncpp
#include <curl/curl.h>
#include <json/json.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

using Curl = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Form = std::unique_ptr<curl_mime, decltype(&curl_mime_free)>;

struct Response {
    long code = 0;
    std::string body;
};

static std::string setting(const char *name, const char *otherwise = nullptr) {
    const char *value = std::getenv(name);
    if (!value) value = otherwise;
    if (!value) throw std::runtime_error(std::string(name) + " is not set");
    return value;
}

static void check(CURLcode code) {
    if (code != CURLE_OK) throw std::runtime_error(std::string("no answer: ") + curl_easy_strerror(code));
}

static size_t append(char *data, size_t size, size_t count, void *body) {
    static_cast<std::string *>(body)->append(data, size * count);
    return size * count;
}

static void add_text(curl_mime *form, const std::string &name, const std::string &value) {
    curl_mimepart *part = curl_mime_addpart(form);
    check(curl_mime_name(part, name.c_str()));
    check(curl_mime_data(part, value.data(), value.size()));
}

static void add_picture(curl_mime *form, const std::string &side, const std::string &given) {
    if (given.rfind("id:", 0) == 0) return add_text(form, "image_" + side + "_id", given.substr(3));
    curl_mimepart *part = curl_mime_addpart(form);
    check(curl_mime_name(part, ("image_" + side + "_file").c_str()));
    if (curl_mime_filedata(part, given.c_str()) != CURLE_OK) throw std::runtime_error("cannot read " + given);
}

static Response ask(const std::string &one, const std::string &two, bool auto_rotate) {
    Curl curl(curl_easy_init(), curl_easy_cleanup);
    Form form(curl_mime_init(curl.get()), curl_mime_free);
    add_text(form.get(), "api_id", setting("LINKFACE_API_ID"));
    add_text(form.get(), "api_secret", setting("LINKFACE_API_SECRET"));
    add_picture(form.get(), "one", one);
    add_picture(form.get(), "two", two);
    if (auto_rotate) {
        add_text(form.get(), "image_one_auto_rotate", "true");
        add_text(form.get(), "image_two_auto_rotate", "true");
    }
    Response response;
    const auto url = setting("LINKFACE_URL", "https://cloudapi.linkface.cn") + "/identity/compare_faces_in_two_images";
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_MIMEPOST, form.get());
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &response.body);
    check(curl_easy_perform(curl.get()));
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &response.code);
    return response;
}

static Json::Value parsed(const std::string &body) {
    Json::Value answer;
    const std::unique_ptr<Json::CharReader> reader(Json::CharReaderBuilder().newCharReader());
    return reader->parse(body.data(), body.data() + body.size(), &answer, nullptr) ? answer : Json::Value();
}

static int show(const Response &response) {
    const Json::Value answer = parsed(response.body);
    if (!answer.isObject() || !answer["status"].isString()) {
        std::cerr << "HTTP " << response.code << ", and no answer of the endpoint\n";
        return 2;
    }
    const std::string status = answer["status"].asString();
    if (status != "OK") {
        std::cerr << response.code << ' ' << status;
        for (const char *name : {"image", "reason"})
            if (answer.isMember(name)) std::cerr << ' ' << answer[name].asString();
        std::cerr << '\n';
        return 1;
    }
    for (const auto &row : answer["confidences"]) {
        const char *space = "";
        for (const auto &cell : row) {
            std::cout << space << Json::valueToString(cell.asDouble());
            space = " ";
        }
        std::cout << '\n';
    }
    for (const std::string name : {"image_one", "image_two"})
        if (answer.isMember(name)) std::cout << name << "_id " << answer[name][name + "_id"].asString() << '\n';
    return 0;
}

int main(int count, char *words[]) {
    if (count < 3) {
        std::cerr << "usage: compare ONE TWO [auto_rotate]; each a file, or id:... of a picture sent before\n";
        return 2;
    }
    try {
        check(curl_global_init(CURL_GLOBAL_DEFAULT));
        return show(ask(words[1], words[2], count > 3 && std::string(words[3]) == "auto_rotate"));
    } catch (const std::exception &error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
}
