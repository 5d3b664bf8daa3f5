-- What somebody does in Neovim, without the hands: open a template, see the diagnostic, read the
-- hover, choose a code action, write the file. Prints what it saw as one line of JSON.
-- From the environment: LANGUAGE_SERVER, the command as a JSON list.
local seen = {}

local function leave(code)
  io.stdout:write(vim.fn.json_encode(seen) .. "\n")
  io.stdout:flush()
  vim.cmd(code == 0 and "qall!" or ("cquit " .. code))
end

local function wait_for(what, condition)
  if not vim.wait(15000, condition, 20) then
    seen.failed = "waited in vain for " .. what
    leave(1)
  end
end

vim.bo.filetype = "yaml"
local id = vim.lsp.start_client({
  name = "dynamodb_encryption",
  cmd = vim.fn.json_decode(os.getenv("LANGUAGE_SERVER")),
  root_dir = vim.fn.getcwd(),
  settings = { dynamodbEncryption = { rules = { ["require-key-rotation"] = "off" } } },
})
vim.lsp.buf_attach_client(0, id)
local function client() return vim.lsp.get_client_by_id(id) end
wait_for("the server", function() return client() and client().initialized end)
seen.server = client().name

wait_for("diagnostics", function() return #vim.diagnostic.get(0) > 0 end)
local diagnostic = vim.diagnostic.get(0)[1]
seen.diagnostics = #vim.diagnostic.get(0)
seen.line = diagnostic.lnum
seen.column = diagnostic.col
seen.source = diagnostic.source
seen.code = diagnostic.code or vim.tbl_get(diagnostic, "user_data", "lsp", "code")

vim.api.nvim_win_set_cursor(0, { diagnostic.lnum + 1, diagnostic.col + 1 })
vim.lsp.buf.hover()
local function hover_text()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= "" then
      return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), "\n")
    end
  end
end
wait_for("the hover", function() return hover_text() end)
seen.hover = hover_text()

-- The menu in which a person would choose.
vim.ui.select = function(items, options, choose)
  local titles = vim.tbl_map(options.format_item, items)
  seen.actions = titles
  choose(items[1], 1)
end
local before = vim.api.nvim_buf_get_changedtick(0)
vim.lsp.buf.code_action()
wait_for("the code action's edit", function() return vim.api.nvim_buf_get_changedtick(0) > before end)
wait_for("the diagnostic to go", function() return #vim.diagnostic.get(0) == 0 end)
vim.cmd("write")
seen.written = true
leave(0)
