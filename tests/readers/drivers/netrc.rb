# Asks the netrc gem about each file.
require "json"
require "netrc"

def encoded(value)
  value && [value.b].pack("m0")
end

File.foreach(ARGV[0], encoding: "UTF-8") do |line|
  asked = JSON.parse(line)
  answer = { id: asked["id"], answer: "none" }
  begin
    found = Netrc.read(asked["path"])[asked["host"]]
    answer.update(answer: "match", login: encoded(found[0]), password: encoded(found[1])) if found
  rescue StandardError, SyntaxError, NoMemoryError => e
    answer.update(answer: "error", why: "#{e.class}: #{e.message}".scrub)
  end
  puts JSON.generate(answer)
  $stdout.flush
end
