-- What an author does in Neovim, with the server attached to a page. Prints one line of JSON, and leaves.
local wait = 120000
local told = {}

local function finish(error)
  told.error = error
  vim.fn.writefile({ vim.json and vim.json.encode(told) or vim.fn.json_encode(told) }, vim.env.DOCENT_TOLD)
  vim.cmd("qa!")
end

local function ask(method, line, column, more)
  local params = vim.tbl_extend("force", {
    textDocument = { uri = vim.uri_from_bufnr(0) },
    position = { line = line, character = column },
  }, more or {})
  local answers = vim.lsp.buf_request_sync(0, method, params, wait) or {}
  for _, answer in pairs(answers) do
    if answer.error then error(method .. ": " .. vim.inspect(answer.error)) end
    return answer.result
  end
  error(method .. ": no answer")
end

local function apply(edit)
  vim.lsp.util.apply_workspace_edit(edit, "utf-16")
  vim.cmd("silent! wall")
end

local function session()
  vim.cmd("edit content/index.md")
  vim.bo.filetype = "markdown"
  local config = { name = "docent", cmd = { vim.env.DOCENT_BIN, "lsp" }, root_dir = vim.fn.getcwd() }
  if vim.lsp.start then
    vim.lsp.start(config)
  else
    vim.lsp.buf_attach_client(0, vim.lsp.start_client(config))
  end
  local is_told = function() return #vim.diagnostic.get(0) > 0 end
  if not vim.wait(wait, is_told, 20) then error("no problem is told") end
  told.problem = vim.diagnostic.get(0)[1].code or vim.diagnostic.get(0)[1].user_data.lsp.code

  local whole = { start = { line = 0, character = 0 }, ["end"] = { line = 99, character = 0 } }
  local actions = ask("textDocument/codeAction", 0, 0, { range = whole, context = { diagnostics = {} } })
  apply(actions[1].edit)
  if not vim.wait(wait, function() return not is_told() end, 20) then error("the fix mends nothing") end

  told.hover = ask("textDocument/hover", 2, 6).contents.value
  told.definition = ask("textDocument/definition", 2, 6).uri:match("[^/]+$")
  told.references = #ask("textDocument/references", 2, 6, { context = { includeDeclaration = false } })
  told.symbols = #ask("textDocument/documentSymbol", 0, 0)
  vim.api.nvim_buf_set_lines(0, 4, 4, false, { "See [[Man" })
  told.completion = ask("textDocument/completion", 4, 9).items[1].label
  vim.api.nvim_buf_set_lines(0, 4, 5, false, {})
  apply(ask("textDocument/rename", 2, 6, { newName = "roles/lead" }))
  told.line = vim.api.nvim_buf_get_lines(0, 2, 3, false)[1]
end

local fine, why = pcall(session)
finish(not fine and tostring(why) or nil)
