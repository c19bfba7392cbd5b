-- Sends requests with a key and ends with a line "p50_ms rate errors": GET, or POST of the body of GATEWAY_BENCH_BODY when there is one.
wrk.headers["X-API-Key"] = os.getenv("GATEWAY_BENCH_KEY")
local body = os.getenv("GATEWAY_BENCH_BODY") or ""
if body ~= "" then
  wrk.method, wrk.body = "POST", body
  wrk.headers["Content-Type"] = "application/json"
end

done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("%.4f %.1f %d\n", latency:percentile(50) / 1000, summary.requests / (summary.duration / 1000000),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
