# Compare two pictures with multipart-post: ruby compare.rb ONE TWO [auto_rotate]; each a file, or id:...
require 'json'
require 'net/http'
require 'net/http/post/multipart'

def form(one, two, auto_rotate)
  fields = { 'api_id' => ENV.fetch('LINKFACE_API_ID'), 'api_secret' => ENV.fetch('LINKFACE_API_SECRET') }
  { 'one' => one, 'two' => two }.each do |side, given|
    if given.start_with?('id:')
      fields["image_#{side}_id"] = given.delete_prefix('id:')
    else
      fields["image_#{side}_file"] = UploadIO.new(File.open(given, 'rb'), 'application/octet-stream', File.basename(given))
    end
    fields["image_#{side}_auto_rotate"] = 'true' if auto_rotate
  end
  fields
end

def ask(fields)
  host = ENV.fetch('LINKFACE_URL', 'https://cloudapi.linkface.cn')
  url = URI("#{host}/identity/compare_faces_in_two_images")
  options = { use_ssl: url.scheme == 'https', open_timeout: 10, read_timeout: 30 }
  Net::HTTP.start(url.host, url.port, options) do |http|
    http.request(Net::HTTP::Post::Multipart.new(url.path, fields))
  end
end

def show(answer)
  answer['confidences'].each { |row| puts row.join(' ') }
  %w[one two].each do |side|
    sent = answer["image_#{side}"]
    puts "image_#{side}_id #{sent["image_#{side}_id"]}" if sent
  end
end

def fail_with(code, text)
  warn text
  exit code
end

fail_with 2, 'usage: compare.rb ONE TWO [auto_rotate]; each a file, or id:... of a picture sent before' if ARGV.size < 2
begin
  response = ask(form(ARGV[0], ARGV[1], ARGV[2] == 'auto_rotate'))
  answer = JSON.parse(response.body)
rescue KeyError => e
  fail_with 2, "#{e.key} is not set"
rescue Errno::ENOENT => e
  fail_with 2, "cannot read #{e.message.split(' - ').last}"
rescue JSON::ParserError
  fail_with 2, "HTTP #{response.code}, and no answer of the endpoint"
rescue SystemCallError, IOError, SocketError, Timeout::Error, OpenSSL::SSL::SSLError => e
  fail_with 2, "no answer: #{e.class}"
end
told = [response.code, answer['status'], answer['image'], answer['reason']]
fail_with 1, told.compact.join(' ') unless answer['status'] == 'OK'
show(answer)
