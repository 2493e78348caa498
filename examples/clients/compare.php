<?php
// Compare two pictures with CURLFile: php compare.php ONE TWO [auto_rotate]; each a file, or id:...

function fail(int $code, string $text): never
{
    fwrite(STDERR, $text . "\n");
    exit($code);
}

function setting(string $name): string
{
    $value = getenv($name);
    return $value === false ? fail(2, "$name is not set") : $value;
}

function form(string $one, string $two, bool $auto_rotate): array
{
    $fields = ['api_id' => setting('LINKFACE_API_ID'), 'api_secret' => setting('LINKFACE_API_SECRET')];
    foreach (['one' => $one, 'two' => $two] as $side => $given) {
        if (str_starts_with($given, 'id:')) {
            $fields["image_{$side}_id"] = substr($given, 3);
        } elseif (!is_readable($given)) {
            fail(2, "cannot read $given");
        } else {
            $fields["image_{$side}_file"] = new CURLFile($given);
        }
        if ($auto_rotate) {
            $fields["image_{$side}_auto_rotate"] = 'true';
        }
    }
    return $fields;
}

if ($argc < 3) {
    fail(2, 'usage: compare.php ONE TWO [auto_rotate]; each a file, or id:... of a picture sent before');
}
$curl = curl_init((getenv('LINKFACE_URL') ?: 'https://cloudapi.linkface.cn') . '/identity/compare_faces_in_two_images');
curl_setopt_array($curl, [
    CURLOPT_POSTFIELDS => form($argv[1], $argv[2], ($argv[3] ?? '') === 'auto_rotate'),
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]); // certificates are verified, which the manual's sample switches off
$body = curl_exec($curl);
if ($body === false) {
    fail(2, 'no answer: ' . curl_error($curl));
}
$code = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$answer = json_decode($body, true);
if (!is_array($answer) || !isset($answer['status'])) {
    fail(2, "HTTP $code, and no answer of the endpoint");
}
if ($answer['status'] !== 'OK') {
    $told = [$code, $answer['status'], $answer['image'] ?? null, $answer['reason'] ?? null];
    fail(1, implode(' ', array_filter($told, fn ($word) => $word !== null)));
}
foreach ($answer['confidences'] as $row) {
    echo implode(' ', array_map('json_encode', $row)), "\n"; // echo alone would round
}
foreach (['one', 'two'] as $side) {
    if (isset($answer["image_$side"])) {
        echo "image_{$side}_id ", $answer["image_$side"]["image_{$side}_id"], "\n";
    }
}
